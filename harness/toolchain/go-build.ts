import { join } from 'node:path';
import { execa } from 'execa';
import { withTicks } from './ticks.ts';
import { findOnPath } from './find-on-path.ts';
import { withPlaceholder } from './go-placeholder.ts';
import { makeInCache } from './make.ts';
import type { Search } from './options.ts';
import type { Step } from './step.ts';

const reportEveryMs = 5_000;
const linesOfError = 4;

/** A build from the pinned Go module; its go.sum is the checksum of every source. */
export const goBuild: Step = {
  source: 'go-build',
  async run(search) {
    const [go] = await findOnPath('go', search.env);
    if (go === undefined) return { reason: 'no go on PATH' };
    const { build } = search.pin;
    search.emit({ kind: 'looking', tool: search.name, source: 'go-build', where: build.main });
    return await makeInCache(search, 'go-build', async (folder) => {
      const output = join(folder, search.name);
      await reported(search, async () => await runBuild(search, { go, folder, output }));
      return output;
    });
  },
};

/** Says that a build runs at its start and every few seconds. */
const reported = async (search: Search, work: () => Promise<void>): Promise<void> => {
  const { name, pin, clock, emit } = search;
  const since = clock.now();
  const { main, atMostMs } = pin.build;
  const tick = (): void =>
    emit({ kind: 'building', tool: name, main, since, now: clock.now(), untilAtMost: since + atMostMs });
  tick();
  await withTicks(work, { everyMs: reportEveryMs, clock, tick });
};

const runBuild = async (
  search: Search,
  { go, folder, output }: { go: string; folder: string; output: string },
): Promise<void> => {
  const { env, signal, goModules, pin } = search;
  const { main, tags, versionVariable, placeholder, atMostMs, folder: module } = pin.build;
  const stamp = versionVariable === undefined ? '' : ` -X ${versionVariable.name}=${versionVariable.value}`;
  const cwd = join(goModules, module);
  const run = async (args: readonly string[]): Promise<string> => {
    const result = await execa(go, args, {
      cwd,
      env: { ...env, CGO_ENABLED: '0', GOWORK: 'off', GOTMPDIR: folder },
      extendEnv: false,
      stdin: 'ignore',
      reject: false,
      timeout: atMostMs,
      killSignal: 'SIGINT',
      ...(signal === undefined ? {} : { cancelSignal: signal }),
    });
    if (!result.failed) return result.stdout;
    if (result.timedOut) throw new Error(`go ${args[0] ?? ''} was not done after ${atMostMs / 60_000} minutes`);
    throw new Error(`go ${args[0] ?? ''} failed: ${lastLines(result.stderr) || (result.shortMessage ?? '')}`);
  };
  const modfile = placeholder === undefined ? [] : await withPlaceholder({ cwd, folder, run, placeholder });
  const flags = ['-trimpath', '-mod=readonly', '-buildvcs=false', ...(tags === undefined ? [] : [`-tags=${tags}`])];
  await run(['build', ...flags, `-ldflags=-s -w${stamp}`, ...modfile, '-o', output, main]);
};

const lastLines = (text: string): string =>
  text
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.startsWith('go: downloading'))
    .slice(-linesOfError)
    .join(' / ');
