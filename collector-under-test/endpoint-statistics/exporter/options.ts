import { parseArgs } from 'node:util';
import { z } from 'zod';
import type { PodOptions } from './exposition.ts';

const positive = z.coerce.number().positive().optional();

const flags = z.object({
  'pid-file': z.string(),
  namespace: z.string(),
  pod: z.string(),
  container: z.string(),
  'cpu-limit': positive,
  'memory-limit': positive,
  'limit-names': z.enum(['v1', 'v2']).default('v1'),
  'pod-totals': z.boolean().default(false),
});

/** Reads the flags: `--pid-file`, whose process leads the group, names, and optionally limits; throws for unknown ones. */
export function readOptions(args: string[]): PodOptions & { pidFile: string } {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    args,
    options: {
      'pid-file': text,
      namespace: text,
      pod: text,
      container: text,
      'cpu-limit': text,
      'memory-limit': text,
      'limit-names': text,
      'pod-totals': { type: 'boolean' },
    },
  });
  const given = flags.parse(values);
  return {
    pidFile: given['pid-file'],
    namespace: given.namespace,
    pod: given.pod,
    container: given.container,
    cpuLimit: given['cpu-limit'],
    memoryLimit: given['memory-limit'],
    limitNames: given['limit-names'],
    podTotals: given['pod-totals'],
  };
}
