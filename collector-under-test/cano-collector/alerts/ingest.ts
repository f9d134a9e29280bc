import type { Clock } from '../clock.ts';
import type { Destination } from '../config/schema.ts';
import type { QueueDepth } from '../delivery/queue-depth.ts';
import { createLogLimit } from '../logging/limit.ts';
import type { Logger } from '../logging/logger.ts';
import type { Metrics } from '../metrics/metrics.ts';
import { createBatcher } from '../store/batcher.ts';
import type { NewTransition, Store } from '../store/store.ts';
import { toTransitions } from './transition.ts';
import type { Transition } from './transition.ts';
import { describeIssues, webhookSchema } from './webhook-schema.ts';

/** What became of a webhook. */
export type IngestResult =
  | { kind: 'accepted'; alerts: number; duplicates: number }
  | { kind: 'malformed'; reason: string }
  | { kind: 'overloaded' }
  | { kind: 'storage' };

/** Takes a parsed webhook body; resolves with `accepted` only once its alerts are durable. */
export type Ingest = (body: unknown) => Promise<IngestResult>;

/** What ingestion works with. */
export interface IngestDeps {
  store: Store;
  metrics: Metrics;
  logger: Logger;
  clock: Clock;
  depth: QueueDepth;
  queueLimit: number;
  destinations: () => readonly Destination[];
  /** Called with the names of the destinations that there is something new for. */
  onStored: (destinations: ReadonlySet<string>) => void;
}

const batchSize = 512;

/** Builds the intake of webhooks. */
export function createIngest(deps: IngestDeps): Ingest {
  const { store, clock, depth, queueLimit, logger } = deps;
  const limit = createLogLimit(clock);
  const append = (batch: readonly NewTransition[]) => store.append(batch, clock.now());
  const batcher = createBatcher(append, batchSize);
  return async (body) => {
    const parsed = webhookSchema.safeParse(body);
    if (!parsed.success) return { kind: 'malformed', reason: describeIssues(parsed.error) };
    if (depth.current() + batcher.waiting() >= queueLimit) return { kind: 'overloaded' };
    const transitions = toTransitions(parsed.data).map((one) => route(one, deps.destinations()));
    try {
      return record(transitions, await batcher.add(transitions), deps);
    } catch (error) {
      const suppressed = limit();
      if (suppressed !== undefined) logger.error({ error: String(error), suppressed }, 'store failed to accept alerts');
      return { kind: 'storage' };
    }
  };
}

function route({ key, fingerprint, notice }: Transition, destinations: readonly Destination[]): NewTransition {
  const names = destinations.filter(({ match }) => matches(match, notice.alert.labels)).map(({ name }) => name);
  return { key, fingerprint, payload: JSON.stringify(notice), destinations: names };
}

function matches(wanted: Record<string, string>, labels: Record<string, string>): boolean {
  return Object.entries(wanted).every(([name, value]) => labels[name] === value);
}

function record(transitions: readonly NewTransition[], isNew: readonly boolean[], deps: IngestDeps): IngestResult {
  const { metrics, depth, onStored } = deps;
  const fresh = transitions.filter((_one, index) => isNew[index]);
  const duplicates = transitions.length - fresh.length;
  metrics.alertsReceived(transitions.length);
  metrics.alertsDeduplicated(duplicates);
  for (const { destinations } of fresh) {
    depth.add(destinations.length);
    if (destinations.length === 0) metrics.alertProcessed(0);
  }
  if (fresh.length > 0) onStored(new Set(fresh.flatMap(({ destinations }) => destinations)));
  return { kind: 'accepted', alerts: transitions.length, duplicates };
}
