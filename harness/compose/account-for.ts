import type {
  Account,
  AccountOptions,
  DeliveryStack,
  LedgerSummary,
  RunningLoad,
  Sink,
  SinkRequest,
} from '../contract/index.ts';
import { HarnessError, poll, type Clock } from '../core/index.ts';
import { createLedger, latencyQuantile, quantileInterval, reportedQuantiles, type Ledger } from '../measure/index.ts';
import { arrivalsOf } from '../observers/index.ts';
import type { SentLoad } from './send-load.ts';

type Question = {
  readonly stack: DeliveryStack;
  readonly load: RunningLoad;
  readonly options: AccountOptions;
  readonly signal: AbortSignal;
};

/** The time after which a delivery is late where the drill judges no latency. */
const documentedMs = 5_000;
const blockMs = 1_000;
const usualConfidence = 0.95;

/**
 * Accounts for every transition of a load that has ended at one sink. Waits until nothing is outstanding, `drainMs` at
 * most. Throws `LOAD_FAILED` when the load could not be sent.
 */
export const accountFor = async ({ stack, load, options, signal }: Question): Promise<Account> => {
  const sent = load as SentLoad;
  const summary = await load.ended;
  const { outcome, failure } = summary;
  if (outcome === 'script-error' || outcome === 'failed')
    throw new HarnessError('LOAD_FAILED', { what: 'the load could not be sent', got: failure ?? outcome });
  const { sink: name, drainMs, objective } = options;
  const sink = stack.sinks.get(name);
  if (sink === undefined) throw new HarnessError('DRILL_INVALID', { what: 'the system has no such sink', got: name });
  const ledger = createLedger({ lateMs: objective?.withinMs ?? documentedMs, blockMs });
  for await (const transition of sent.transitions()) ledger.sent(transition);
  await drain({ ledger, sink, idPrefix: sent.idPrefix, clock: stack.clock, signal }, drainMs);
  const closed = ledger.close(stack.clock.now());
  return { load: summary, ledger: closed, quantiles: quantilesOf(closed, objective?.confidence ?? usualConfidence) };
};

const quantilesOf = ({ latency }: LedgerSummary, confidence: number): Account['quantiles'] =>
  reportedQuantiles.flatMap((share) => {
    const at = latencyQuantile(latency, share);
    const interval = quantileInterval(latency, share, confidence);
    return at === undefined ? [] : [{ share, ms: at.upper, ...(interval && { interval }) }];
  });

type Draining = Pick<SentLoad, 'idPrefix'> & {
  readonly ledger: Ledger;
  readonly sink: Sink;
  readonly clock: Clock;
  readonly signal: AbortSignal;
};

/** Tells the ledger of every request that the sink has answered well, until nothing acknowledged is outstanding. */
const drain = async ({ ledger, sink, idPrefix, clock, signal }: Draining, timeoutMs: number): Promise<void> => {
  const look = lookAt(sink, ledger, idPrefix);
  const left = (): number => {
    look();
    const { lost, pending } = ledger.close(clock.now()).counts;
    return lost + pending;
  };
  const until = (count: number): boolean => count === 0;
  const options = { what: 'all is delivered', until, everyMs: 250, timeoutMs, clock, signal };
  await poll(left, options).catch((error: unknown) => {
    if (!(error instanceof HarnessError) || error.code !== 'TIMEOUT') throw error;
  });
};

/** Gives what looks at the requests that were answered since it last did. */
const lookAt = (sink: Sink, ledger: Ledger, idPrefix: string): (() => void) => {
  const open = new Set<SinkRequest>();
  let next = 0;
  return () => {
    const requests = sink.requests();
    for (const request of requests.slice(next)) open.add(request);
    next = requests.length;
    for (const request of open) {
      if (request.answeredAt === undefined) continue;
      open.delete(request);
      if (!isTaken(request)) continue;
      const own = arrivalsOf(request).filter(({ id }) => id.startsWith(idPrefix));
      for (const arrival of own) ledger.arrived({ ...arrival, at: request.at });
    }
  };
};

const isTaken = ({ status = 0 }: SinkRequest): boolean => status >= 200 && status < 300;
