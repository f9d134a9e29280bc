import { HarnessError } from '../core/index.ts';

export interface Interrupt extends Disposable {
  /** Aborted by the first SIGINT, SIGTERM or SIGHUP. */
  readonly signal: AbortSignal;
}

/**
 * Turns the first signal into an orderly end, and the second into an end at once, in which the warden kills what is
 * left. Under npm, whose own death reaches nobody, the loss of the parent counts as a signal too.
 */
export const watchInterrupt = (env: NodeJS.ProcessEnv, say: (text: string) => void): Interrupt => {
  const controller = new AbortController();
  const onSignal = (name: string): void => {
    if (controller.signal.aborted) process.exit(130);
    say(`${name}: undoing what runs; once more ends at once`);
    controller.abort(new HarnessError('INTERRUPTED', { what: `the run was interrupted by ${name}` }));
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  signals.forEach((name) => process.on(name, onSignal));
  const stopParentWatch = env['npm_command'] === undefined ? () => undefined : watchParent(onSignal);
  return {
    signal: controller.signal,
    [Symbol.dispose]() {
      signals.forEach((name) => process.off(name, onSignal));
      stopParentWatch();
    },
  };
};

const watchParent = (onSignal: (name: string) => void): (() => void) => {
  const parent = process.ppid;
  // eslint-disable-next-line no-restricted-syntax -- a watch of the process itself, which must not keep it alive
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    onSignal('the end of the parent process');
  }, 500).unref();
  return () => clearInterval(timer);
};
