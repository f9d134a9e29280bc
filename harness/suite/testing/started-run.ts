import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunEvent } from '../../contract/index.ts';
import { poll, systemClock } from '../../core/index.ts';
import { root } from '../open-suite-session.ts';

export type StartedRun = {
  readonly child: ChildProcess;
  readonly id: string;
  /** Resolves with the exit status, or the name of the signal that ended the process. */
  readonly ended: Promise<number | string | null>;
  readonly journalPath: string;
  readonly folder: string;
  readonly output: () => string;
};

/** How long a busy machine may take to bring drills as far as is wanted, in ms. */
const setUpMs = 240_000;

/** Starts the command on all drills, with reports below `out`, and resolves once `isFarEnough` holds of its events. */
export const startRun = async (
  [command = '', ...args]: readonly string[],
  out: string,
  isFarEnough: (events: readonly RunEvent[]) => boolean,
): Promise<StartedRun> => {
  const options = ['run', 'alerts', '--system', 'cano-collector', '--out', out];
  const child = spawn(command, [...args, ...options], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  const texts: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => texts.push(chunk.toString()));
  const ended = once(child, 'close').then(([code, signal]) => (code ?? signal) as number | string | null);
  const journalPath = join(out, 'latest', 'journal.ndjson');
  const events = await poll(() => eventsSoFar(journalPath), {
    what: 'the drills are far enough',
    until: (soFar) => isFarEnough(soFar) || child.exitCode !== null,
    describe: (soFar) => `${soFar.length} events; ${texts.join('').slice(-2_000)}`,
    everyMs: 100,
    timeoutMs: setUpMs,
    clock: systemClock,
  });
  const [first] = events;
  if (child.exitCode !== null || first?.type !== 'run-started') throw new Error(`the run ended: ${texts.join('')}`);
  const folder = join(out, first.runId);
  return { child, id: first.runId, ended, journalPath, folder, output: () => texts.join('') };
};

/** The whole lines of a journal that is still being written. */
const eventsSoFar = async (path: string): Promise<RunEvent[]> => {
  const text = await readFile(path, 'utf8').catch(() => '');
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as RunEvent);
};

/** The drills whose fault is in effect, and that have not gone on to their recovery. */
export const inFault = (events: readonly RunEvent[]): string[] => {
  const last = new Map<string, string>();
  for (const event of events) if (event.type === 'phase') last.set(event.drill, event.phase);
  const effective = events.flatMap((event) =>
    event.type === 'fault' && event.stage === 'effective' ? event.drill : [],
  );
  return effective.filter((drill) => last.get(drill) === 'fault');
};

export const finished = (events: readonly RunEvent[]): string[] =>
  events.flatMap((event) => (event.type === 'drill-ended' ? event.drill : []));
