import { HarnessError, type DeliveryContext } from '../../../harness/index.ts';
import type { ConfigTarget } from './config-case.ts';

/** How long the collector may take to finish what it is sending. */
const terminateMs = 15_000;

/** The first replica of a drill of deliveries, for a case to do things to. */
export const configTarget = ({ stack, ...tools }: DeliveryContext): ConfigTarget => {
  const [replica] = stack.replicas;
  if (replica === undefined) throw new Error('no replica');
  const { clock, signal, allowanceMs, until, record } = tools;
  return {
    workDir: replica.workDir,
    url: replica.url,
    sinks: stack.sinks,
    clock,
    signal,
    allowanceMs,
    output: () => replica.output(),
    until,
    record,
    stop: async () => await replica.terminate(terminateMs),
    start: async () =>
      await replica.restart().then(
        () => undefined,
        (error: unknown) => exitStatus(error),
      ),
  };
};

/** The status with which a program ended instead of listening; -1 where a signal ended it. */
const exitStatus = (error: unknown): number => {
  if (!(error instanceof HarnessError) || error.code !== 'PROCESS_EXITED') throw error;
  return Number(/exit status (\d+)/.exec(error.message)?.[1] ?? -1);
};
