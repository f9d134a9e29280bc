import fc from 'fast-check';
import { faultOfAnswer } from './answers.ts';
import type { GoodAlerts } from './good-alerts.ts';
import { hostileArbitrary } from './hostile-arbitrary.ts';
import type { HostileContext } from './hostile-context.ts';
import { renderPayload, type HostilePayload } from './hostile-payload.ts';
import type { HttpClient } from './http-client.ts';

/** What generated inputs need beside the collector. */
export type Generated = {
  readonly client: HttpClient;
  readonly good: GoodAlerts;
  /** Called now and then with how many were sent. */
  readonly onSent: (sent: number) => Promise<void>;
};

export type GeneratedResult = {
  readonly sent: number;
  readonly accepted: number;
  readonly refused: number;
  /** The smallest group found that fails, and what leads to it; the same seed of the run sends all of it again. */
  readonly failure?: string;
};

type Counts = { sent: number; accepted: number; refused: number };

/** How many are under way at once. */
const together = 16;
const shrinkMs = 30_000;
const shownLength = 600;

const groups = fc.array(hostileArbitrary, { minLength: 1, maxLength: together, size: 'max' });

/** Sends the inputs that the seed leads to, with good alerts in between, until one is not answered as it should be. */
export const sendGenerated = async (context: HostileContext, given: Generated): Promise<GeneratedResult> => {
  const counts: Counts = { sent: 0, accepted: 0, refused: 0 };
  for (let { seed } = context; counts.sent < context.inputs; seed += 1) {
    const numRuns = Math.ceil((context.inputs - counts.sent) / together);
    const details = await fc.check(fc.asyncProperty(groups, trying(context, given, counts)), { numRuns, seed });
    if (!details.failed) continue;
    const { counterexample, counterexamplePath, errorInstance } = details;
    const inputs = counterexample?.[0] ?? [];
    const reason = errorInstance instanceof Error ? errorInstance.message : String(errorInstance);
    const shown = JSON.stringify(inputs).slice(0, shownLength);
    const where = `seed ${seed} path ${counterexamplePath ?? '?'}`;
    return { ...counts, failure: `${reason}; ${where}; ${inputs.length} inputs: ${shown}` };
  }
  return counts;
};

/** Sends a group at once. What failed is sent again and again, ever smaller, for as long as that may take. */
const trying = (context: HostileContext, given: Generated, counts: Counts) => {
  const { clock, signal, revive } = context;
  let isGone = false;
  let failedAt: number | undefined;
  return async (group: readonly HostilePayload[]): Promise<void> => {
    signal.throwIfAborted();
    if (failedAt !== undefined && (clock.monotonic() - failedAt > shrinkMs || (isGone && revive === undefined))) return;
    if (isGone) await revive?.();
    isGone = false;
    const faults = await Promise.all(
      group.map(async (payload) => {
        const answer = await given.client.post(renderPayload(payload)).catch(() => 'broken' as const);
        if (answer === 'broken') isGone = true;
        else if (answer !== undefined) count(answer.status, counts);
        return answer === 'broken' ? 'the connection broke' : faultOfAnswer(answer);
      }),
    );
    const fault = faults.find((one) => one !== undefined);
    if (fault !== undefined) failedAt ??= clock.monotonic();
    if (fault !== undefined) throw new Error(fault);
    await given.good();
    await given.onSent(counts.sent);
  };
};

const count = (status: number, counts: Counts): void => {
  counts.sent += 1;
  if (status < 300) counts.accepted += 1;
  else counts.refused += 1;
};
