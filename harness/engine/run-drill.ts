import type { EventBody, Logged, ObserverContext, Phase, Stack } from '../contract/index.ts';
import { asHarnessError, HarnessError, poll, type UndoStack } from '../core/index.ts';
import { injectFault } from './inject-fault.ts';
import { measureMachine } from './measure-machine.ts';
import type { EngineParts, Traffic } from './parts.ts';
import type { PlannedDrill } from './planned-drill.ts';
import { Sightings } from './sightings.ts';
import type { StallMeter } from './stall-meter.ts';

export type DrillContext = {
  readonly planned: PlannedDrill;
  readonly parts: EngineParts;
  readonly emit: (event: EventBody) => void;
  readonly stalls: StallMeter;
  readonly signal: AbortSignal;
  /** Is told whose last lines a drill that does not hold is reported with. */
  readonly keep: (programs: readonly Logged[]) => void;
  /** Holds back the start of a stack while too many others start. */
  readonly startSlot: <T>(work: () => Promise<T>) => Promise<T>;
};

type Running = DrillContext & {
  readonly id: string;
  readonly stack: Stack;
  readonly undo: UndoStack;
  readonly sightings: Sightings;
  readonly observing: ObserverContext;
  readonly beganAt: number;
};

/** A counter needs a value to rise from, and `up` one that is not its first. */
const leastScrapes = 2;
const steadyTimeoutMs = 45_000;

/**
 * Runs one drill: stack, steady state, fault, recovery, settling, collection. Everything begun is registered with `undo`
 * first. What is seen goes to the journal, and a failure; what keeps the stack from starting, and an interruption, is
 * thrown.
 */
export const runDrill = async (context: DrillContext, undo: UndoStack): Promise<void> => {
  const { planned, parts, emit, signal, startSlot } = context;
  const id = planned.plan.id;
  const phase = (name: Phase): void => emit({ type: 'phase', drill: id, phase: name });
  phase('start');
  const stack = await startSlot(async () => await parts.environment.start(planned.spec, signal));
  undo.use('stop the stack', stack, 20_000);
  context.keep([stack.subject, ...stack.dependencies.values(), ...(stack.monitors ?? [])]);
  signal.throwIfAborted();
  const running = begin(context, stack, undo);
  try {
    phase('steady');
    await reachSteadyState(running);
    const machineSince = await measureMachine(running);
    phase('fault');
    const lift = await injectOwn(running);
    await watchFault(running, lift);
    phase('recovery');
    await lift();
    await awaitResolution(running);
    phase('settle');
    await parts.clock.sleep(planned.waits.quietTailMs, signal);
    phase('collect');
    await collect(running);
    running.emit(await machineSince());
  } catch (cause) {
    signal.throwIfAborted();
    const { code, message } = asHarnessError(cause, 'INTERNAL', `${id} could not be run`);
    emit({ type: 'drill-failed', drill: id, code, message });
  }
};

const begin = (context: DrillContext, stack: Stack, undo: UndoStack): Running => {
  const { planned, parts, signal } = context;
  const id = planned.plan.id;
  const sightings = new Sightings();
  const emit = (event: EventBody): void => {
    sightings.add(event);
    context.emit(event);
  };
  const { clock } = parts;
  const evaluationIntervalMs = planned.plan.timing.settings.evaluationIntervalMs;
  const { receiverSink } = planned.plan;
  const observing = { drill: id, stack, clock, signal, evaluationIntervalMs, receiverSink, emit };
  return { ...context, emit, id, stack, undo, sightings, observing, beganAt: clock.now() };
};

const reachSteadyState = async (running: Running): Promise<void> => {
  const { planned, parts, stack, undo, id, emit, signal } = running;
  const { clock } = parts;
  for (const observer of parts.observers) {
    const watch = observer.watch?.(running.observing);
    if (watch !== undefined) undo.use(`stop watching with ${observer.name}`, watch);
  }
  const { system } = planned.drill;
  const traffic = startTraffic(running);
  const scrapes = planned.disturbance?.steadyScrapes ?? leastScrapes;
  const { detail } = await poll(
    async () => {
      const state = await parts.steady(stack, system, scrapes);
      if (traffic.some((each) => each.counts().accepted < 2)) return { ready: false, detail: 'no traffic accepted' };
      return state;
    },
    {
      what: `${id} reaches its steady state`,
      until: (state) => state.ready,
      describe: (state) => state.detail,
      everyMs: 100,
      timeoutMs: steadyTimeoutMs + scrapes * planned.plan.timing.settings.scrapeIntervalMs,
      clock,
      signal,
    },
  ).catch((cause: unknown) => {
    signal.throwIfAborted();
    const got = cause instanceof HarnessError ? cause.details.got : undefined;
    throw new HarnessError('STEADY_STATE', {
      what: 'the system was not healthy before the fault',
      got: got ?? '',
      cause,
    });
  });
  emit({ type: 'steady-state', drill: id, detail });
};

const startTraffic = ({ planned, parts, stack, undo, id, signal }: Running): Traffic[] => {
  const { trafficPerSecond = 0, requests = [], system } = planned.drill;
  const pace = { clock: parts.clock, signal };
  const url = (path = ''): string => stack.subject.url + path;
  const started = requests.map(({ path, perSecond }) => parts.startRequests({ ...pace, url: url(path), perSecond }));
  if (trafficPerSecond > 0)
    started.push(parts.startTraffic({ ...pace, url: url(system.ingestPath), perSecond: trafficPerSecond, drill: id }));
  for (const traffic of started) undo.use('stop the traffic', traffic, 15_000);
  return started;
};

/** Injects the fault, if there is one, and gives the function that lifts it once, however often it is called. */
const injectOwn = async (running: Running): Promise<() => Promise<void>> => {
  const { planned, parts, stack, undo, id, emit, signal } = running;
  const fault = planned.disturbance?.fault;
  if (fault === undefined) return async () => await Promise.resolve();
  const context = { stack, clock: parts.clock, signal, ingestPath: planned.drill.system.ingestPath ?? '' };
  return await injectFault({
    drill: id,
    title: fault.title,
    inject: async () => await fault.inject(context),
    emit,
    undo,
  });
};

/** Waits for what must be notified, and for as long as what must be silent is to be watched. */
const watchFault = async (running: Running, lift: () => Promise<void>): Promise<void> => {
  const { planned, parts, sightings, signal } = running;
  const { clock } = parts;
  const begun = clock.monotonic();
  const { holdMs } = planned.disturbance ?? {};
  if (holdMs !== undefined) {
    await clock.sleep(holdMs, signal);
    await lift();
  }
  const wanted = planned.plan.expectations.filter(({ behaviour }) => behaviour.startsWith('fires'));
  const names = [...wanted.map(({ alertname }) => alertname), ...planned.plan.companions.must];
  const isNotified = (name: string): boolean => sightings.has('sink', 'notified', name);
  const { notifiedMs } = planned.waits;
  await settled(running, notifiedMs, () => names.every(isNotified));
  // What began again, as after a scrape that failed, is waited for once more; the verdict says whether that is excused.
  const againMs = Math.max(0, ...names.filter((name) => !isNotified(name)).map((name) => sightings.beganAgainMs(name)));
  await settled(running, Math.min(againMs, notifiedMs), () => names.every(isNotified));
  await clock.sleep(planned.waits.watchMs - (clock.monotonic() - begun), signal);
};

const awaitResolution = async (running: Running): Promise<void> => {
  const { planned, sightings } = running;
  const { expectations, companions } = planned.plan;
  const wanted = expectations.filter(({ behaviour }) => behaviour === 'fires-and-clears');
  const staying = expectations.filter(({ behaviour }) => behaviour === 'fires');
  const mayStayOpen = new Set([...companions.may, ...staying.map(({ alertname }) => alertname)]);
  const notified = wanted.filter(({ alertname }) => sightings.has('sink', 'notified', alertname));
  await settled(running, planned.waits.resolvedMs, () => {
    const open = sightings.openAtReceiver().filter((name) => !mayStayOpen.has(name));
    return open.length === 0 && notified.every(({ alertname }) => sightings.has('sink', 'resolved', alertname));
  });
};

/** Waits until `done` holds or the time is over; what did not come is for the verdict to say. */
const settled = async ({ parts, signal }: Running, timeoutMs: number, done: () => boolean): Promise<void> => {
  const options = {
    what: 'the alert',
    until: (isDone: boolean) => isDone,
    everyMs: 25,
    timeoutMs,
    clock: parts.clock,
    signal,
  };
  await poll(done, options).catch((error: unknown) => {
    signal.throwIfAborted();
    if (!(error instanceof HarnessError) || error.code !== 'TIMEOUT') throw error;
  });
};

const collect = async ({ planned, parts, observing, beganAt }: Running): Promise<void> => {
  const span = { from: beganAt, to: parts.clock.now() };
  for (const observer of parts.observers) await observer.collect?.(observing, span);
  for (const expression of planned.expressions) await parts.observeMaximum(observing, expression, span);
  if (planned.panels.length > 0) await parts.observePanels(observing, planned.panels, span);
};
