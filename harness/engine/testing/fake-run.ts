import { join } from 'node:path';
import type {
  Capability,
  DeliverySpec,
  DeliveryStack,
  Environment,
  Fault,
  MonitoringStack,
  Observer,
  RunEvent,
  Stack,
} from '../../contract/index.ts';
import { fakeClock, type FakeClock } from '../../core/testing/fake-clock.ts';
import { openJournal } from '../journal.ts';
import { openRun, type OpenRun } from '../open-run.ts';
import type { EngineParts, Traffic } from '../parts.ts';
import type { PlannedDrill } from '../planned-drill.ts';
import { header, plan, seen } from './events.ts';
import { tempFolder } from './temp-folder.ts';

/** A run on fakes that log what happens to them, in virtual time. */
export type FakeRun = AsyncDisposable & {
  readonly clock: FakeClock;
  readonly log: string[];
  readonly events: readonly RunEvent[];
  readonly run: OpenRun;
  readonly stop: AbortController;
};

type Changes = {
  readonly parts?: (log: string[], clock: FakeClock) => Partial<EngineParts>;
  readonly capabilities?: readonly Capability[];
  readonly start?: (log: string[], clock: FakeClock, drill: string) => Promise<Stack>;
  /** Starts the stack of a scripted drill; without it the environment has none. */
  readonly monitoring?: (log: string[]) => MonitoringStack;
  /** Starts the stack of a drill of deliveries; without it the environment has none. */
  readonly delivery?: (log: string[], spec: DeliverySpec) => Promise<DeliveryStack>;
  readonly cpu?: number;
  readonly starts?: number;
};

export const fakeRun = async (changes: Changes = {}): Promise<FakeRun> => {
  const folder = await tempFolder();
  const clock = fakeClock();
  const log: string[] = [];
  const stop = new AbortController();
  const journal = openJournal(join(folder.path, 'journal.ndjson'), clock, () => undefined);
  const environment = fakeEnvironment(changes, log, clock);
  const parts = { ...fakeParts(environment, log, clock), ...changes.parts?.(log, clock) };
  const run = openRun({
    parts,
    journal,
    header: { ...header, selection: [], host: { ...header.host }, tools: {} },
    impossible: [{ id: 'a/c', system: 'shop', alertId: 'x', case: 'just-under', reason: 'none' }],
    dashboards: [],
    budget: { cpu: changes.cpu ?? 4, memoryMb: 4_096 },
    starts: changes.starts ?? 4,
    signal: stop.signal,
  });
  return {
    clock,
    log,
    run,
    stop,
    events: journal.events,
    async [Symbol.asyncDispose]() {
      await run[Symbol.asyncDispose]();
      journal[Symbol.dispose]();
      await folder[Symbol.asyncDispose]();
    },
  };
};

const fakeEnvironment = (
  { start, monitoring, delivery, capabilities = ['signals'] }: Changes,
  log: string[],
  clock: FakeClock,
): Environment => ({
  name: 'local',
  capabilities: new Set([...capabilities, ...(monitoring === undefined ? [] : (['monitors'] as const))]),
  start: async ({ drill }) => {
    log.push('the stack starts');
    return await (start?.(log, clock, drill) ?? Promise.resolve(fakeStack(log, clock)));
  },
  startMonitoring: async () => await Promise.resolve((monitoring ?? fakeMonitoring)(log)),
  startDelivery: async (spec) =>
    await (delivery?.(log, spec) ?? Promise.reject(new Error('the fake environment has no replicas'))),
  [Symbol.asyncDispose]: async () => await Promise.resolve(),
});

/** A stack that says when it stops. */
export const fakeStack = (log: string[], clock: FakeClock): Stack => ({
  subject: {
    name: 'shop',
    url: 'http://127.0.0.1:9',
    workDir: '/nowhere',
    state: async () => await Promise.resolve('running'),
    kill: async () => await Promise.resolve(),
    freeze: async () => await Promise.resolve(),
    thaw: async () => await Promise.resolve(),
    restart: async () => await Promise.resolve(),
    logTail: (lines) => `the last ${lines} lines`,
  },
  prometheusUrl: 'http://127.0.0.1:9',
  alertmanagerUrl: 'http://127.0.0.1:9',
  eventLog: '/nowhere/events',
  sinks: new Map(),
  dependencies: new Map(),
  clock,
  withdrawTarget: async () => await Promise.resolve({ [Symbol.asyncDispose]: async () => await Promise.resolve() }),
  [Symbol.asyncDispose]: async () => await Promise.resolve(void log.push('the stack stops')),
});

const fakeMonitor = {
  url: 'http://127.0.0.1:9',
  stop: async (): Promise<void> => await Promise.resolve(),
  restart: async (): Promise<void> => await Promise.resolve(),
};

/** A stack of Alertmanager alone that says when it stops. */
export const fakeMonitoring = (log: string[]): MonitoringStack => ({
  members: [{ ...fakeMonitor, log: { name: 'it', logTail: (lines) => `the last ${lines} lines` } }, fakeMonitor],
  prometheuses: [],
  sinks: new Map(),
  [Symbol.asyncDispose]: async () => await Promise.resolve(void log.push('the stack stops')),
});

/** A counter that rises between two looks. */
const counter = (first: number, step: number): (() => Promise<number>) => {
  let value = first - step;
  return async () => await Promise.resolve((value += step));
};

const fakeParts = (environment: Environment, log: string[], clock: FakeClock): EngineParts => ({
  clock,
  environment,
  observers: [receiver(log), quiet('rules-api', log)],
  steady: async () => await Promise.resolve({ ready: true, detail: 'up is 1' }),
  observeMaximum: async (_, { alertname }) => await Promise.resolve(void log.push(`the maximum of ${alertname}`)),
  observePanels: async (_, queries) =>
    await Promise.resolve(void log.push(`the panels ${queries.map(({ panel }) => panel).join(', ')}`)),
  holds: ({ failure }) => failure === undefined,
  missedEvaluations: counter(7, 2),
  failedScrapes: async (_, __, { to }) => await Promise.resolve(to === clock.now() ? [1, 2, 3] : [1]),
  startTraffic: ({ perSecond }) => fakeTraffic(`traffic of ${perSecond} a second`, log),
  startRequests: ({ url, perSecond }) => fakeTraffic(`${perSecond} requests a second to ${url}`, log),
  startLoad: async () => await Promise.reject(new Error('no load here')),
  openSite: async () => await Promise.reject(new Error('no site')),
  account: async () => await Promise.reject(new Error('no account here')),
});

const fakeTraffic = (what: string, log: string[]): Traffic => {
  log.push(`${what} begins`);
  return {
    counts: () => ({ sent: 10, accepted: 10 }),
    [Symbol.asyncDispose]: async () => await Promise.resolve(void log.push('the traffic ends')),
  };
};

/** Sees the alert notified 3 s after it begins to watch, and resolved 9 s after. */
export const receiver = (log: string[], notifiedMs = 3_000, resolvedMs = 9_000): Observer => ({
  name: 'sink',
  watch: ({ drill, clock, emit }) => {
    log.push('sink watches');
    const stop = new AbortController();
    const tell = async (what: 'notified' | 'resolved', ms: number): Promise<void> => {
      await clock.sleep(ms, stop.signal);
      emit(seen(drill, 'sink', what, clock.now()));
    };
    const telling = [tell('notified', notifiedMs), tell('resolved', resolvedMs)];
    return {
      [Symbol.asyncDispose]: async () => {
        stop.abort();
        await Promise.allSettled(telling);
        log.push('sink stops watching');
      },
    };
  },
});

const quiet = (name: Observer['name'], log: string[]): Observer => ({
  name,
  watch: () => {
    log.push(`${name} watches`);
    return { [Symbol.asyncDispose]: async () => await Promise.resolve(void log.push(`${name} stops watching`)) };
  },
  collect: async (_, { from, to }) => await Promise.resolve(void log.push(`${name} collects ${to - from} ms`)),
});

/** A fault that logs when it is injected and lifted. */
export const fakeFault = (log: string[], change: Partial<Fault> = {}): Fault => ({
  kind: 'kill',
  title: 'it is killed',
  needs: [],
  inject: async ({ clock }) => {
    log.push('the fault is injected');
    return await Promise.resolve({
      from: clock.now() - 5,
      proof: 'gone',
      [Symbol.asyncDispose]: async () => await Promise.resolve(void log.push('the fault is lifted')),
    });
  },
  ...change,
});

/** A drill with a fault that is to fire and clear, as the planner would give it. */
export const planned = (fault: Fault | undefined, change: Partial<PlannedDrill> = {}): PlannedDrill => {
  const { id } = change.plan ?? plan('a/a');
  const system = { name: 'shop', ingestPath: '/alerts' } as PlannedDrill['drill']['system'];
  return {
    drill: { id, title: id, system, case: 'positive', expectations: [] },
    plan: plan(id),
    spec: { drill: id, system, rules: {}, prometheus: '', alertmanager: '', prometheusFlags: [], env: {}, seed: 1 },
    disturbance: fault === undefined ? undefined : { fault, crossing: [], drain: [] },
    waits: { notifiedMs: 5_000, watchMs: 0, resolvedMs: 10_000, quietTailMs: 2_500 },
    expressions: [{ alertname: 'Down', lhs: 'up', threshold: 0 }],
    panels: [],
    weight: { cpu: 1, memoryMb: 100 },
    ...change,
  };
};
