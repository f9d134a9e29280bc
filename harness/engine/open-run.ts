import type {
  Capability,
  Dashboard,
  DrillRecord,
  EventBody,
  ImpossibleCase,
  Logged,
  RunEvent,
  Weight,
} from '../contract/index.ts';
import { asHarnessError, UndoStack, withDeadline } from '../core/index.ts';
import { Budget } from './budget.ts';
import { foldDrill } from './fold.ts';
import type { Journal } from './journal.ts';
import { missingCapabilities, whyMissing } from './missing-capabilities.ts';
import type { EngineParts } from './parts.ts';
import type { Planned, PlannedDrill } from './planned-drill.ts';
import { runDrill, type DrillContext } from './run-drill.ts';
import { runScript } from './run-script.ts';
import { StallMeter } from './stall-meter.ts';

export type RunOptions = {
  readonly parts: EngineParts;
  readonly journal: Journal;
  readonly header: Omit<Extract<EventBody, { type: 'run-started' }>, 'type'>;
  readonly impossible: readonly ImpossibleCase[];
  /** The documented dashboards of the systems that are drilled. */
  readonly dashboards: readonly { readonly system: string; readonly dashboard: Dashboard }[];
  readonly budget: Weight;
  /** How many stacks may start at the same time. */
  readonly starts: number;
  readonly signal: AbortSignal;
};

/** A run that takes drills. */
export interface OpenRun extends AsyncDisposable {
  /**
   * Runs a drill when the budget admits it, those of a lane before the rest, the longest first; gives its record once everything of it is undone. A drill
   * that needs what the environment does not offer is skipped, with the reason.
   */
  submit(planned: Planned): Promise<DrillRecord>;
  /** Writes the run's last event. */
  close(wallMs: number): readonly RunEvent[];
}

/** Opens a run: its first events, its budget, its measure of stalls. */
export const openRun = (options: RunOptions): OpenRun => {
  const { journal, header, impossible, dashboards, parts, budget, starts, signal } = options;
  const stalls = new StallMeter(parts.clock);
  const admission = new Budget(budget);
  const startAdmission = new Budget({ cpu: starts, memoryMb: Infinity });
  journal.append({ type: 'run-started', ...header });
  for (const entry of impossible) journal.append({ type: 'case-impossible', ...entry });
  for (const entry of dashboards) journal.append({ type: 'dashboard', ...entry });
  const emit = (event: EventBody): void => void journal.append(event);
  return {
    async submit(planned) {
      const { plan, weight } = planned;
      emit({ type: 'drill-planned', drill: plan.id, plan });
      const reason = whyNot(planned, parts);
      if (reason !== undefined) {
        emit({ type: 'drill-skipped', drill: plan.id, reason });
        return recordOf(journal, plan.id);
      }
      await admission.run(weight, plan.lowerBound.ms, async () => {
        if (signal.aborted) {
          emit({ type: 'drill-skipped', drill: plan.id, reason: 'the run was interrupted before it began' });
          return;
        }
        const startSlot = async <T>(work: () => Promise<T>): Promise<T> =>
          await startAdmission.run({ cpu: 1, memoryMb: 0 }, plan.lowerBound.ms, work);
        const recordNow = (): DrillRecord => recordOf(journal, plan.id);
        await runGuarded({ planned, parts, emit, stalls, signal, startSlot }, recordNow);
      });
      return recordOf(journal, plan.id);
    },
    close(wallMs) {
      if (signal.aborted)
        emit({ type: 'run-interrupted', reason: asHarnessError(signal.reason, 'INTERRUPTED', 'the run').message });
      emit({ type: 'run-ended', wallMs });
      return journal.events;
    },
    [Symbol.asyncDispose]: async () => await stalls[Symbol.asyncDispose](),
  };
};

/** Why a drill cannot be run here, if it cannot. */
const whyNot = (planned: Planned, parts: EngineParts): string | undefined => {
  if ('runbook' in planned && planned.cannot !== undefined) return planned.cannot;
  const missing = missingCapabilities(needsOf(planned), parts.environment);
  return refusalOf(planned, parts) ?? (missing.length > 0 ? whyMissing(missing, parts.environment) : undefined);
};

const scriptNeeds = (planned: Exclude<Planned, PlannedDrill>): readonly Capability[] => {
  if ('attached' in planned) return ['attached'];
  return 'needs' in planned ? planned.needs : ['monitors'];
};

/** What a drill needs of its environment. */
const needsOf = (planned: Planned): readonly Capability[] => {
  if ('script' in planned) return scriptNeeds(planned);
  const { drill, disturbance } = planned;
  const tools = (drill.system.dependencies ?? []).flatMap(({ tool }) => tool ?? []);
  return [
    ...(drill.needs ?? []),
    ...(drill.system.kubernetes === undefined ? [] : (['kubernetes-api'] as const)),
    ...(disturbance?.fault.needs ?? []),
    ...tools.map((name) => `tool:${name}` as const),
  ];
};

/** Why the environment cannot run the system of a drill. */
const refusalOf = (planned: Planned, { environment }: EngineParts): string | undefined => {
  if ('drill' in planned) return environment.refuses?.(planned.drill.system, 'stack');
  return 'delivery' in planned ? environment.refuses?.(planned.delivery.subject, 'replicas') : undefined;
};

type AnyContext = Omit<DrillContext, 'planned' | 'keep'> & { readonly planned: Planned };

/** Runs a drill and its undoing, each under a deadline of its own, and journals what goes wrong. */
const runGuarded = async (context: AnyContext, recordNow: () => DrillRecord): Promise<void> => {
  const { planned, parts, emit, signal } = context;
  const { id, timeoutMs } = planned.plan;
  const { clock } = parts;
  emit({ type: 'drill-started', drill: id });
  const undo = new UndoStack(clock);
  const kept: Logged[] = [];
  const keep = (programs: readonly Logged[]): void => void kept.push(...programs);
  const { promise: from, resolve: begin } = Promise.withResolvers<undefined>();
  /** Waiting for others to start is no time of the drill. */
  const startSlot: DrillContext['startSlot'] = async (work) =>
    await context.startSlot(async () => {
      begin(undefined);
      return await work();
    });
  try {
    await withDeadline(
      async (expired) =>
        await runAny({ ...context, keep, startSlot, signal: AbortSignal.any([signal, expired]) }, undo),
      { what: `the drill ${id}`, timeoutMs, clock, from },
    );
  } catch (cause) {
    journalFailure(context, cause);
  }
  if (!signal.aborted && !holds(parts, { ...recordNow(), endedAt: clock.now() })) journalLogs(context, kept);
  emit({ type: 'phase', drill: id, phase: 'undo' });
  await undo[Symbol.asyncDispose]().catch((cause: unknown) => {
    const { code, message } = asHarnessError(cause, 'UNDO_FAILED', `${id} could not be undone`);
    emit({ type: 'drill-failed', drill: id, code, message });
  });
  emit({ type: 'drill-ended', drill: id });
};

/** A drill that cannot be judged has to be undone all the same. */
const holds = (parts: EngineParts, record: DrillRecord): boolean => {
  try {
    return parts.holds(record);
  } catch {
    return false;
  }
};

/** So many of each program's last lines tell what it was about. */
const logLines = 40;

const journalLogs = ({ planned, emit }: AnyContext, programs: readonly Logged[]): void => {
  for (const program of programs) {
    const tail = tailOf(program);
    if (tail !== '') emit({ type: 'log', drill: planned.plan.id, program: program.name, tail });
  }
};

/** What broke a drill may have taken the log with it. */
const tailOf = (program: Logged): string => {
  try {
    return program.logTail(logLines);
  } catch (cause) {
    return `its log cannot be read: ${asHarnessError(cause, 'INTERNAL', program.name).message}`;
  }
};

type RunnableContext = AnyContext & Pick<DrillContext, 'keep'>;

const runAny = async (context: RunnableContext, undo: UndoStack): Promise<void> => {
  const { planned } = context;
  await ('script' in planned ? runScript({ ...context, planned }, undo) : runDrill({ ...context, planned }, undo));
};

const journalFailure = ({ planned, emit, signal }: AnyContext, cause: unknown): void => {
  const drill = planned.plan.id;
  const { code, message } = asHarnessError(cause, 'INTERNAL', `${drill} could not be run`);
  if (signal.aborted) emit({ type: 'drill-skipped', drill, reason: 'the run was interrupted before it ended' });
  else emit({ type: 'drill-failed', drill, code, message });
};

const recordOf = (journal: Journal, id: string): DrillRecord => {
  const record = foldDrill(journal.events, id);
  if (record === undefined) throw new Error(`the journal has no event of ${id}`);
  return record;
};
