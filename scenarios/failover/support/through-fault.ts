import { canoCollector } from '../../../fixtures/systems/cano-collector/system.ts';
import type { DeliveryContext, DeliveryStack, TargetedFault } from '../../../harness/index.ts';
import { unreadyWithin } from './unready-within.ts';

/** Requests of one replica to one destination that can be under way, and so can arrive twice. */
export const inFlight = 16;
/** After this long without a sign of life a replica is dead; every second each looks for work. */
const takeoverMs = 3_000 + 1_000;
/** The receiver is slow for so long before the break, so that deliveries are in flight and others wait for them. */
const slowMs = 1_000;
const answerMs = 1_500;

export const sink = 'webhook';
export const account = 'deliveries';
export const steps = {
  detection: 'the proxy sends no more to what is broken',
  recovery: 'the proxy sends to it again',
  takeover: 'what was in flight or waiting arrives',
} as const;

export type Break = {
  readonly faults: readonly ((stack: DeliveryStack) => TargetedFault)[];
  readonly heldMs: number;
  /** The replica whose health the proxy is asked about; none where nothing is before the replicas. */
  readonly seenAt?: number;
  /** Whether the others go on meanwhile; nothing is delivered until it is lifted otherwise. */
  readonly othersGoOn: boolean;
  /** Whether what is broken still takes requests, and answers none: a Service sends them until it is found unready. */
  readonly takesRequests?: boolean;
  /** How much may arrive twice; what each that is broken had under way unless said otherwise. */
  readonly duplicated?: number;
};

/** Breaks one thing after the other under load, lifts it, and accounts for all that was sent meanwhile. */
export const throughFault =
  ({ faults, heldMs, seenAt, othersGoOn, takesRequests = false, duplicated = faults.length * inFlight }: Break) =>
  async (context: DeliveryContext): Promise<void> => {
    const { stack, clock, signal } = context;
    const shape = context.shape();
    using answers = new DisposableStack();
    const load = await context.load(shape);
    await clock.sleep(shape.durationMs / 5, signal);
    answers.use(stack.sinks.get(sink)?.behave({ delayMs: answerMs }));
    await clock.sleep(slowMs, signal);
    const from = clock.now();
    const broken: AsyncDisposable[] = [];
    for (const fault of faults) broken.push(await context.inject(fault(stack)));
    answers.dispose();
    if (seenAt !== undefined) await detected(context, { replica: seenAt, from });
    await clock.sleep(heldMs, signal);
    const lifting = clock.now();
    for (const one of broken) await one[Symbol.asyncDispose]();
    if (seenAt !== undefined) await recovered(context, { replica: seenAt, from: lifting });
    const outageMs = clock.now() - from;
    const allowance = { lost: 0, duplicated, unexpected: 0, reordered: 0, stuck: 0 };
    const { ledger } = await context.account(load, { name: account, sink, drainMs: 30_000, allowance });
    const behindService = takesRequests ? Math.min(outageMs, await servedMs(stack)) : 0;
    const silentMs = othersGoOn ? behindService : outageMs;
    const latestMs = silentMs + takeoverMs * faults.length + slowMs + answerMs + context.allowanceMs;
    const gotMs = ledger.latency.maxMs;
    context.record({
      name: steps.takeover,
      expected: 'arrived',
      got: gotMs === undefined ? 'nothing arrived' : 'arrived',
      within: {
        gotMs,
        earliestMs: 0,
        latestMs,
        dominant: behindService > takeoverMs ? 'the readiness probe' : 'how long a replica may be silent',
      },
    });
  };

/** How long a Service goes on sending to a replica that answers nothing, in ms; 0 where there is no Service. */
const servedMs = async ({ cluster }: DeliveryStack): Promise<number> => {
  const { manifests } = canoCollector;
  return cluster === undefined || manifests === undefined ? 0 : await unreadyWithin(cluster, manifests);
};

type Seen = { readonly replica: number; readonly from: number };

const detected = async (context: DeliveryContext, seen: Seen): Promise<void> =>
  await awaitHealth(context, { ...seen, healthy: false, name: steps.detection, startMs: 0 });

const recovered = async (context: DeliveryContext, seen: Seen): Promise<void> =>
  await awaitHealth(context, { ...seen, healthy: true, name: steps.recovery, startMs: 5_000 });

type Awaited = Seen & { readonly healthy: boolean; readonly name: string; readonly startMs: number };

/** Records when the proxy changed its mind: checks that fail may each take their whole deadline. */
const awaitHealth = async (
  context: DeliveryContext,
  { replica, from, healthy, name, startMs }: Awaited,
): Promise<void> => {
  const { stack, until, record, allowanceMs } = context;
  const { everyMs = 0, timeoutMs = 0, unhealthyAfter = 0 } = stack.balancer?.checks ?? {};
  const latestMs = startMs + databaseTimeoutMs + unhealthyAfter * (everyMs + timeoutMs) + allowanceMs;
  const change = () =>
    stack.balancer?.changes().find((one) => one.replica === replica && one.healthy === healthy && one.at >= from);
  const came = await until(() => change() !== undefined, latestMs);
  const at = change()?.at;
  const gotMs = at === undefined ? undefined : at - from;
  const within = { gotMs, earliestMs: 0, latestMs, dominant: 'the checks of the proxy' };
  record({ name, expected: 'seen', got: came ? 'seen' : 'not seen', awaited: true, within });
};

/** So long a replica waits for its database before it says that it cannot work, and keeps what it said for a second. */
const databaseTimeoutMs = 3_000;
