import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunEvent } from '../../contract/index.ts';
import { HarnessError, type Clock } from '../../core/index.ts';
import { readFamily, type ProcessReading } from './process-family.ts';

/** What the processes of one drill used from its beginning to its end. */
export type WatchedDrill = {
  readonly exitCode: number;
  readonly drillMs: number;
  /** Acknowledged and never delivered. */
  readonly lost: number;
  /** CPU time of each process by what it is, in ms. */
  readonly cpuMs: {
    readonly harness: number;
    readonly k6: number;
    readonly collector: number;
    readonly others: number;
  };
};

type Sample = { readonly at: number; readonly family: readonly ProcessReading[] };

const bin = join(import.meta.dirname, '../../cli/bin.js');
const everyMs = 100;

/** Runs a drill as `firedrill run` does, and reads the CPU time of its processes meanwhile. */
export const watchDrill = async (drill: string, flags: readonly string[], clock: Clock): Promise<WatchedDrill> => {
  const out = await mkdtemp(join(tmpdir(), 'firedrill-bench-'));
  try {
    const args = [bin, 'run', drill, ...flags, '--out', out];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] });
    const pid = child.pid ?? 0;
    const samples: Sample[] = [];
    let exitCode: number | undefined;
    const exited = once(child, 'exit').then(([code]) => (exitCode = (code as number | null) ?? 130));
    while (exitCode === undefined) {
      samples.push({ at: clock.now(), family: await readFamily(pid) });
      await Promise.race([exited, clock.sleep(everyMs)]);
    }
    const journal = await readFile(join(out, 'latest/journal.ndjson'), 'utf8');
    const events = journal.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as RunEvent]));
    return { exitCode, ...accountOf(samples, events, pid) };
  } finally {
    await rm(out, { recursive: true, force: true });
  }
};

const accountOf = (samples: readonly Sample[], events: readonly RunEvent[], harness: number) => {
  const [from, to] = [atOf(events, 'drill-started'), atOf(events, 'drill-ended')];
  const readings = new Map<number, { command: string; first: number; last: number }>();
  for (const { at, family } of samples) {
    if (at > to) break;
    for (const { pid, command, cpuMs } of family) {
      const known = readings.get(pid) ?? { command, first: 0 };
      // A process that has ended and was not waited for yet has lost its command line.
      const named = command === '' ? known.command : command;
      readings.set(pid, { command: named, first: at < from ? cpuMs : known.first, last: cpuMs });
    }
  }
  const used = { harness: 0, k6: 0, collector: 0, others: 0 };
  for (const [pid, { command, first, last }] of readings)
    used[pid === harness ? 'harness' : kindOf(command)] += last - first;
  const lost = events.reduce((sum, each) => sum + (each.type === 'account' ? each.ledger.counts.lost : 0), 0);
  return { drillMs: to - from, lost, cpuMs: used };
};

const kindOf = (command: string): 'k6' | 'collector' | 'others' => {
  if (/^\S*k6 /.test(command)) return 'k6';
  return command.includes('collector-under-test/') ? 'collector' : 'others';
};

const atOf = (events: readonly RunEvent[], type: RunEvent['type']): number => {
  const found = events.find((event) => event.type === type);
  if (found === undefined)
    throw new HarnessError('INTERNAL', { what: 'the run of the bench has no such event', got: type });
  return found.at;
};
