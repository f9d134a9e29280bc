import type { ScriptTools } from '../contract/index.ts';
import { HarnessError, poll } from '../core/index.ts';
import type { DrillContext } from './run-drill.ts';
import type { Planned, PlannedDrill } from './planned-drill.ts';

/** What a script is run with, its plan beside it. */
export type ScriptRun = Omit<DrillContext, 'planned'> & {
  readonly planned: Exclude<Planned, PlannedDrill>;
};

/** Gives what every script is given; `signal` ends what it has begun. */
export const scriptTools = (context: ScriptRun, signal: AbortSignal): ScriptTools => {
  const { planned, parts, emit } = context;
  return {
    clock: parts.clock,
    signal,
    speed: planned.plan.speed.effective,
    allowanceMs: planned.plan.timing.allowanceMs,
    record: (fact) => emit({ type: 'step', drill: planned.plan.id, ...fact }),
    until: untilOf(context),
  };
};

const untilOf =
  ({ parts: { clock }, signal }: ScriptRun): ScriptTools['until'] =>
  async (holds, timeoutMs) => {
    const options = { what: 'a step', until: (is: boolean) => is, everyMs: 20, timeoutMs, clock, signal };
    return await poll(holds, options).catch((error: unknown) => {
      signal.throwIfAborted();
      if (!(error instanceof HarnessError) || error.code !== 'TIMEOUT') throw error;
      return false;
    });
  };
