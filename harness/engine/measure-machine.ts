import type { EventBody, Stack } from '../contract/index.ts';
import type { EngineParts, Span } from './parts.ts';
import type { PlannedDrill } from './planned-drill.ts';
import type { StallMeter } from './stall-meter.ts';

type Options = {
  readonly planned: PlannedDrill;
  readonly parts: EngineParts;
  readonly stack: Stack;
  readonly stalls: StallMeter;
  /** When the stack had started, on the wall clock, in ms. */
  readonly beganAt: number;
};

/**
 * Notes a system as healthy; the function that it gives tells what the machine may have spoilt since. What failed before
 * cannot have delayed an alert, unless the rule's window reaches back to it. Both throw `OBSERVER_UNREACHABLE`.
 */
export const measureMachine = async ({
  planned: { plan, drill, disturbance },
  parts,
  stack,
  stalls,
  beganAt,
}: Options): Promise<() => Promise<EventBody>> => {
  const healthyAt = parts.clock.now();
  const missedBefore = await parts.missedEvaluations(stack);
  const from = Math.max(beganAt, healthyAt - plan.timing.settings.windowMs);
  const failed = async (span: Span): Promise<readonly number[]> =>
    disturbance?.fault.breaksScrapes === true || span.from >= span.to
      ? []
      : await parts.failedScrapes(stack, drill.system, span);
  return async () => {
    const missedEvaluations = (await parts.missedEvaluations(stack)) - missedBefore;
    const failedAt = await failed({ from, to: parts.clock.now() });
    const atStart = await failed({ from: beganAt, to: from });
    return {
      type: 'machine',
      drill: plan.id,
      stallMs: stalls.since(healthyAt),
      stalledMs: stalls.totalSince(healthyAt),
      missedEvaluations,
      failedScrapes: failedAt.length,
      failedAt: [...failedAt],
      failedAtStart: atStart.length,
    };
  };
};
