import type { FaultContext, Sink, Stack, Subject, SubjectState } from '../../contract/index.ts';
import { systemClock } from '../../core/index.ts';

type Parts = { readonly workDir?: string; readonly url?: string; readonly state?: SubjectState; readonly sink?: Sink };

/** What a fault is given: a subject that keeps what was done to it, and stays in one state where that is given. */
export const fakeSubject = ({ workDir = '', url = '', state, sink }: Parts) => {
  const done: string[] = [];
  let now: SubjectState = 'running';
  const become = (word: string, next: SubjectState) => async (): Promise<void> => {
    done.push(word);
    now = next;
    await Promise.resolve();
  };
  const subject: Subject = {
    name: 'shop',
    url,
    workDir,
    state: async () => await Promise.resolve(state ?? now),
    kill: become('kill', 'exited'),
    freeze: become('freeze', 'stopped'),
    thaw: become('thaw', 'running'),
    restart: become('restart', 'running'),
    logTail: () => '',
  };
  const sinks = new Map(sink === undefined ? [] : [[sink.name, sink]]);
  const stop = new AbortController();
  const stack = { subject, sinks } as unknown as Stack;
  const context: FaultContext = { stack, clock: systemClock, signal: stop.signal, ingestPath: '/api/alerts' };
  return { context, done, stop };
};
