import type { Logged, Monitor, MonitoringStack, Phase } from '../contract/index.ts';
import { asHarnessError, HarnessError, type UndoStack } from '../core/index.ts';
import { deliveryTools } from './delivery-tools.ts';
import type { PlannedAttached, PlannedDelivery, PlannedRunbook, PlannedScript } from './planned-drill.ts';
import { scriptTools, type ScriptRun } from './script-tools.ts';

/** Runs a scripted drill: its stack, then its steps. What goes wrong in a step is journalled, not thrown. */
export const runScript = async (context: ScriptRun, undo: UndoStack): Promise<void> => {
  const { planned, parts, emit, signal, stalls } = context;
  const drill = planned.plan.id;
  const { clock } = parts;
  const phase = (name: Phase): void => emit({ type: 'phase', drill, phase: name });
  phase('start');
  const run = await openAny(context, undo);
  signal.throwIfAborted();
  const beganAt = clock.now();
  phase('steady');
  const ended = new AbortController();
  undo.defer('end what the script began', () => ended.abort());
  try {
    await run(AbortSignal.any([signal, ended.signal]));
  } catch (cause) {
    signal.throwIfAborted();
    const { code, message } = asHarnessError(cause, 'INTERNAL', `${drill} could not be run`);
    emit({ type: 'drill-failed', drill, code, message });
  }
  phase('collect');
  const stalled = { stallMs: stalls.since(beganAt), stalledMs: stalls.totalSince(beganAt) };
  emit({ type: 'machine', drill, ...stalled, missedEvaluations: 0, failedScrapes: 0 });
};

/** The script on what was opened for it. */
type Opened = (signal: AbortSignal) => Promise<void>;

const openAny = async (context: ScriptRun, undo: UndoStack): Promise<Opened> => {
  const { planned } = context;
  if ('attached' in planned) return await openAttached(context, planned, undo);
  if ('delivery' in planned) return await openDelivery(context, planned, undo);
  return 'runbook' in planned ? await openRunbook(context, planned) : await open(context, planned, undo);
};

/** Its site is shared with other rehearsals, and ends with the run. */
const openRunbook = async (context: ScriptRun, planned: PlannedRunbook): Promise<Opened> => {
  const { parts, signal, emit } = context;
  const { site: wanted } = planned.runbook;
  const site = wanted === undefined ? undefined : await parts.openSite(wanted, signal);
  const drill = planned.plan.id;
  return async (own) =>
    await planned.script({
      ...scriptTools(context, own),
      site,
      arm: (record) => emit({ type: 'arm', drill, ...record }),
    });
};

const open = async (context: ScriptRun, planned: PlannedScript, undo: UndoStack): Promise<Opened> => {
  const { parts, signal, startSlot } = context;
  const stack: MonitoringStack = await startSlot(
    async () => await parts.environment.startMonitoring(planned.spec, signal),
  );
  undo.use('stop the stack', stack, 20_000);
  context.keep([...stack.members.map(logOf('alertmanager')), ...stack.prometheuses.map(logOf('prometheus'))]);
  return async (own) => await planned.script({ ...scriptTools(context, own), stack });
};

/** Replicas of one system have one name. */
const named = (name: string, program: Pick<Logged, 'logTail'>): Logged => ({
  name,
  logTail: (lines) => program.logTail(lines),
});

/** A monitor may be started again, and its log be another's then. */
const logOf =
  (program: string) =>
  (monitor: Monitor, index: number): Logged =>
    named(`${program} ${index}`, { logTail: (lines) => monitor.log?.logTail(lines) ?? '' });

/** Takes what runs already: nothing is started, and only what the drill itself opened is closed. */
const openAttached = async (context: ScriptRun, planned: PlannedAttached, undo: UndoStack): Promise<Opened> => {
  const { environment } = context.parts;
  const stack = await environment.attach?.(context.signal);
  if (stack === undefined) throw new HarnessError('INTERNAL', { what: `${environment.name} cannot be attached to` });
  undo.use('let go of what runs', stack, 20_000);
  return async (own) => await planned.script({ ...scriptTools(context, own), stack });
};

const openDelivery = async (context: ScriptRun, planned: PlannedDelivery, undo: UndoStack): Promise<Opened> => {
  const { parts, signal, startSlot } = context;
  const stack = await startSlot(async () => await parts.environment.startDelivery(planned.delivery, signal));
  undo.use('stop the stack', stack, 20_000);
  const replicas = stack.replicas.map((replica, index) => named(`replica ${index}`, replica));
  context.keep([...replicas, ...(stack.database === undefined ? [] : [stack.database])]);
  return async (own) => {
    const tools = deliveryTools({ ...context, planned, signal: own }, stack, undo);
    await planned.script({ ...scriptTools(context, own), ...tools, stack });
  };
};
