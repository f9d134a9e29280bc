import { join } from 'node:path';
import type { ConfigCase, ConfigTarget } from './config-case.ts';
import { configFile, configText, firstSetup } from './config-text.ts';
import { allOnce, Probes } from './probes.ts';
import { latestOf, recoveryTerms } from './recovery-terms.ts';
import { replaceFile } from './replace-file.ts';
import { recordRecovery } from './steps.ts';
import { metricOf } from './what-it-says.ts';

const count = 10_000;
const sample = 40;
/** What 10,000 destinations may add to the process: their text as a tree in a thread, twice their settings, their series. */
const addedMb = 600;
/** Loading takes about 1 s of computing, and several on a machine with other work. */
const terms = [...recoveryTerms.slice(0, 2), { name: 'apply 10,000 destinations', earliestMs: 0, latestMs: 30_000 }];
const holdUp = [{ name: 'hold-up by a load', earliestMs: 0, latestMs: 1_000 }];
const team = (probe: number): number => (probe * 7_919) % count;

const steps = {
  loaded: 'alerts go to the 10,000 destinations',
  right: 'each goes to the destination that it matches',
  astray: 'none goes to another',
  memory: `they add at most ${addedMb} MB to the process`,
  back: 'alerts go to the one destination again',
  taken: 'alerts were taken all the while',
  all: 'every alert that was accepted arrived once',
};

/** A configuration far larger than any that somebody writes by hand, and the way back from it. */
export const manyDestinations: ConfigCase = {
  name: 'many-destinations',
  title: '10,000 destinations, each with a match of its own, and one again',
  setup: firstSetup,
  terms,
  weight: { cpu: 1.5, memoryMb: 700 },
  steps: Object.values(steps),
  brokenBy: { 'first-thousand-destinations': steps.right },
  async run(target) {
    const { record } = target;
    const file = join(target.workDir, configFile);
    const url = target.sinks.get('webhook')?.url ?? '';
    const before = await residentMb(target);
    await using probes = Probes.start(target, { labels: (probe) => ({ team: `t${team(probe)}` }) });
    await replaceFile(file, textOfMany(url));
    const many = (): boolean => probes.hasArrived(0, ({ path }) => path.startsWith('/t/'));
    await recordRecovery(target, { name: steps.loaded, holds: many, terms });
    await recordRight(target, probes);
    const addedNow = (await residentMb(target)) - before;
    const got = addedNow < addedMb ? 'bounded' : `${addedNow.toFixed(0)} MB`;
    record({ name: steps.memory, expected: 'bounded', got, detail: `${addedNow.toFixed(0)} MB` });
    await replaceFile(file, configText(`${url}/back`));
    const back = (): boolean => probes.hasArrived(0, ({ path }) => path === '/back');
    await recordRecovery(target, { name: steps.back, holds: back, terms });
    record({ name: steps.all, expected: allOnce('webhook'), got: await probes.finish() });
    const gotMs = probes.longestAnswerMs();
    const within = { gotMs, earliestMs: 0, latestMs: latestOf(holdUp) + target.allowanceMs, dominant: 'a load' };
    record({ name: steps.taken, expected: 'taken', got: 'taken', within });
  },
};

/** Follows the next alerts to their destinations. */
const recordRight = async ({ until, record, allowanceMs }: ConfigTarget, probes: Probes): Promise<void> => {
  const mark = probes.mark();
  const own = (probe: number): boolean => probes.hasArrived(probe, (at) => at.probe === probe && isOwn(at));
  const right = (): number => Array.from({ length: sample }, (_, index) => mark + index).filter(own).length;
  await until(() => probes.mark() >= mark + sample, allowanceMs * 2);
  await until(() => right() === sample, allowanceMs);
  record({ name: steps.right, awaited: true, expected: `${sample}`, got: `${right()}` });
  const astray = probes.arrivals('webhook').filter((at) => at.path.startsWith('/t/') && !isOwn(at)).length;
  record({ name: steps.astray, expected: '0', got: `${astray}` });
};

const isOwn = ({ path, probe }: { readonly path: string; readonly probe: number }): boolean =>
  path === `/t/${team(probe)}`;

const residentMb = async (target: ConfigTarget): Promise<number> =>
  ((await metricOf(target, 'process_resident_memory_bytes')) ?? NaN) / 2 ** 20;

const textOfMany = (url: string): string => {
  const entries = Array.from({ length: count }, (_, index) =>
    [`- name: d${index}`, 'type: webhook', `url: ${url}/t/${index}`, `match: { team: t${index} }`].join('\n    '),
  );
  return `destinations:\n  ${entries.join('\n  ')}\n`;
};
