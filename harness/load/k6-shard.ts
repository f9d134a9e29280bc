import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { LoadGenerator, SideProcess } from '../contract/index.ts';
import { loadOutcome, type LoadOutcome } from './load-outcome.ts';

export type ShardOptions = {
  /** Which of how many processes, from 0. */
  readonly index: number;
  readonly of: number;
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  readonly start: LoadGenerator['start'];
};

export type Shard = {
  readonly process: SideProcess;
  readonly record: string;
  /** How the process ended, once it has. */
  readonly outcome: () => Promise<LoadOutcome>;
  /** How many iterations k6 says it dropped; undefined where it ended without saying. */
  readonly dropped: () => Promise<number | undefined>;
};

/** The names, in `folder`, of what all processes read. */
export const shared = { job: 'job.json', config: 'config.json' } as const;

const script = fileURLToPath(new URL('k6/alerts.ts', import.meta.url));

/** Starts one k6 for its part of the plan: no usage report, no server of its own, nothing of the user's configuration. */
export const startShard = async (options: ShardOptions): Promise<Shard> => {
  const { index, of, folder, start } = options;
  const file = (name: string): string => join(folder, `${name}-${index + 1}-of-${of}`);
  const record = file('record');
  const log = file('log');
  const counts = file('counts');
  await writeFile(record, '', { flag: 'wx' });
  const args = [
    ...['run', '--config', join(folder, shared.config), '--address', '', '--no-usage-report', '--quiet', '--no-color'],
    ...['--log-format', 'raw', '--log-output', `file=${log},level=error`, '--console-output', record],
    ...segment(index, of),
    script,
  ];
  const process = await start(args, environment(options, counts));
  const outcome = async (): Promise<LoadOutcome> => {
    const how = await process.exited;
    const errors = await readFile(log, 'utf8').catch(() => '');
    return loadOutcome(how, [...errors.trim().split('\n').slice(-8), process.output.last(8)].join('\n').trim());
  };
  return { process, record, outcome, dropped: async () => await readDropped(counts) };
};

const segment = (index: number, of: number): readonly string[] => {
  if (of === 1) return [];
  const bound = (part: number): string => (part === 0 ? '0' : part === of ? '1' : `${part}/${of}`);
  const sequence = Array.from({ length: of + 1 }, (_, part) => bound(part)).join(',');
  return ['--execution-segment', `${bound(index)}:${bound(index + 1)}`, '--execution-segment-sequence', sequence];
};

/** What is left of the user's environment; what begins with `K6_` would change the load. */
const environment = ({ env, folder, of }: ShardOptions, counts: string): Record<string, string> => ({
  ...Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('K6_'))),
  GOMAXPROCS: of === 1 ? '2' : '1',
  K6_AUTO_EXTENSION_RESOLUTION: 'false',
  FIREDRILL_LOAD_JOB: join(folder, shared.job),
  FIREDRILL_LOAD_COUNTS: counts,
});

const readDropped = async (counts: string): Promise<number | undefined> => {
  const text = await readFile(counts, 'utf8').catch(() => undefined);
  return text === undefined ? undefined : (JSON.parse(text) as { dropped: number }).dropped;
};
