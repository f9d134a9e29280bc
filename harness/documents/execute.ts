import { mkdir, symlink } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { execa } from 'execa';
import type { CheckRun, CheckText } from '../contract/index.ts';
import { HarnessError, messageOf } from '../core/index.ts';
import { isGranted } from './grants.ts';
import type { Observed } from './judge-probe.ts';
import { write, type Means } from './means.ts';
import { blockedPeers } from './network-policy.ts';
import { promqlTest } from './promql-test.ts';
import { requestPrometheus } from './request-prometheus.ts';
import { unresolvedReferences } from './references.ts';

const timeoutMs = 60_000;
/** With this a script says that something it needs is not there, as test programs do. */
const skipStatus = 77;

/** Runs a probe for real and gives its exit or HTTP status with its output; throws a HarnessError where it cannot. */
export const execute = async (run: CheckRun, means: Means): Promise<Observed> => {
  const { textOf, programs } = means;
  switch (run.kind) {
    case 'rules':
      return await onFile(means, programs['promtool'], ['check', 'rules'], run.text);
    case 'prometheus-config':
      return await onFile(means, programs['promtool'], ['check', 'config', '--syntax-only'], run.text);
    case 'alertmanager-config':
      return await onFile(means, programs['amtool'], ['check-config'], run.text);
    case 'route': {
      const file = await write(means, 'checked.yml', run.text);
      return await call(means, programs['amtool'], [
        'config',
        'routes',
        'test',
        `--config.file=${file}`,
        ...run.labels,
      ]);
    }
    case 'promql': {
      const rules = run.rules === undefined ? undefined : await write(means, 'rules.yml', run.rules);
      const test = await write(means, 'test.yml', promqlTest(run, rules));
      return await call(means, programs['promtool'], ['test', 'rules', test]);
    }
    case 'references': {
      const missing = unresolvedReferences(run.manifests.map(textOf));
      return { status: missing.length, output: missing.join('\n') };
    }
    case 'grants':
      return isGranted(run.manifests.map(textOf), run);
    case 'network-policy':
      return blockedPeers(textOf(run.policy), run);
    case 'shell':
      return await shell(run, means);
    case 'prometheus':
      return await requestPrometheus(run, means);
  }
};

const onFile = async (means: Means, program: string | undefined, args: readonly string[], text: CheckText) =>
  await call(means, program, [...args, await write(means, 'checked.yml', text)]);

const shell = async (run: Extract<CheckRun, { kind: 'shell' }>, means: Means): Promise<Observed> => {
  const { folder, programs } = means;
  const bin = join(folder, 'bin');
  await mkdir(bin, { recursive: true });
  for (const [name, path] of Object.entries(programs)) await symlink(path, join(bin, name));
  for (const [name, text] of Object.entries(run.files ?? {})) await write(means, name, text);
  const script = await write(means, `script.${run.program}`, run.script);
  return await call(means, run.program === 'node' ? process.execPath : run.program, [script]);
};

const call = async (means: Means, program: string | undefined, args: readonly string[]): Promise<Observed> => {
  const { folder, env } = means;
  if (program === undefined) throw new HarnessError('TOOL_MISSING', { what: `no program for ${args.join(' ')}` });
  const path = [join(folder, 'stubs'), join(folder, 'bin'), env['PATH']].join(delimiter);
  const result = await execa(program, args, {
    all: true,
    reject: false,
    timeout: timeoutMs,
    cwd: folder,
    stdin: 'ignore',
    extendEnv: false,
    env: { PATH: path, HOME: folder, LC_ALL: 'C.UTF-8', TZ: 'UTC' },
  });
  if (result.exitCode === skipStatus) throw new HarnessError('TOOL_MISSING', { what: result.all.trim() });
  if (result.exitCode !== undefined) return { status: result.exitCode, output: result.all.replaceAll(folder, '.') };
  throw new HarnessError('TOOL_BROKEN', { what: 'does not end by itself', where: program, got: messageOf(result) });
};
