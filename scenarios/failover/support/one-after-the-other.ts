import type { Allowance, DeliveryContext, DeliveryStack, TargetedFault } from '../../../harness/index.ts';
import { account, sink } from './through-fault.ts';

/** Something between the collector and its receiver that goes wrong for a while. */
export type Disturbance = {
  readonly name: string;
  readonly fault: (stack: DeliveryStack) => TargetedFault;
};

export type Disturbances = {
  readonly each: readonly Disturbance[];
  /** How long each lasts. */
  readonly heldMs: number;
  readonly allowance: Allowance;
};

/** How long after the end of one a delivery may need: the longest wait between attempts, and one attempt's deadline. */
const goesOnMs = 1_000 + 3_000;
const drainMs = 20_000;

/** The step that deliveries went on after a disturbance. */
export const goesOnAfter = (name: string): string => `deliveries go on after ${name}`;

/** Disturbs deliveries in one way after the other under one load, and accounts for all that was sent meanwhile. */
export const oneAfterTheOther =
  ({ each, heldMs, allowance }: Disturbances) =>
  async (context: DeliveryContext): Promise<void> => {
    const { stack, clock, signal } = context;
    const shape = context.shape();
    const load = await context.load(shape);
    await clock.sleep(shape.durationMs / 10, signal);
    for (const { name, fault } of each) {
      const disturbed = await context.inject(fault(stack));
      await clock.sleep(heldMs, signal);
      await disturbed[Symbol.asyncDispose]();
      await goesOn(context, name);
    }
    await context.account(load, { name: account, sink, drainMs, allowance });
  };

/** Records whether something that came after now is taken. */
export const goesOn = async (
  { stack, clock, until, record, allowanceMs }: DeliveryContext,
  name: string,
): Promise<void> => {
  const from = clock.now();
  const isTaken = (): boolean => {
    const requests = stack.sinks.get(sink)?.requests() ?? [];
    return requests.findLast(({ at, status = 0 }) => at >= from && status >= 200 && status < 300) !== undefined;
  };
  const latestMs = goesOnMs + allowanceMs;
  const came = await until(isTaken, latestMs);
  const gotMs = came ? clock.now() - from : undefined;
  const within = { gotMs, earliestMs: 0, latestMs, dominant: 'the wait between two attempts' };
  record({
    name: goesOnAfter(name),
    expected: 'delivered',
    got: came ? 'delivered' : 'nothing',
    awaited: true,
    within,
  });
};
