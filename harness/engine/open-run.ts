import type { Capability, DrillRecord, EventBody, ImpossibleCase, RunEvent, Weight } from '../contract/index.ts';
import { asHarnessError, UndoStack, withDeadline } from '../core/index.ts';
import { Budget } from './budget.ts';
import { foldDrill } from './fold.ts';
import type { Journal } from './journal.ts';
import type { EngineParts } from './parts.ts';
import type { PlannedDrill } from './planned-drill.ts';
import { runDrill } from './run-drill.ts';
import { StallMeter } from './stall-meter.ts';

export type RunOptions = {
  readonly parts: EngineParts;
  readonly journal: Journal;
  readonly header: Omit<Extract<EventBody, { type: 'run-started' }>, 'type'>;
  readonly impossible: readonly ImpossibleCase[];
  readonly budget: Weight;
  /** How many stacks may start at the same time. */
  readonly starts: number;
  readonly signal: AbortSignal;
};

/** A run that takes drills. */
export interface OpenRun extends AsyncDisposable {
  /**
   * Runs a drill when the budget admits it, the longest first; gives its record once everything of it is undone. A drill
   * that needs what the environment does not offer is skipped, with the reason.
   */
  submit(planned: PlannedDrill): Promise<DrillRecord>;
  /** Writes the run's last event. */
  close(wallMs: number): readonly RunEvent[];
}

/** Opens a run: its first events, its budget, its measure of stalls. */
export const openRun = (options: RunOptions): OpenRun => {
  const { journal, header, impossible, parts, budget, starts, signal } = options;
  const stalls = new StallMeter(parts.clock);
  const admission = new Budget(budget);
  const startAdmission = new Budget({ cpu: starts, memoryMb: Infinity });
  journal.append({ type: 'run-started', ...header });
  for (const entry of impossible) journal.append({ type: 'case-impossible', ...entry });
  const emit = (event: EventBody): void => void journal.append(event);
  return {
    async submit(planned) {
      const { plan, weight } = planned;
      emit({ type: 'drill-planned', drill: plan.id, plan });
      const missing = missingCapabilities(planned, parts);
      if (missing.length > 0) {
        const reason = `the environment ${parts.environment.name} has no ${missing.join(', ')}`;
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
        await runGuarded({ planned, parts, emit, stalls, signal, startSlot });
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

/** What a drill needs and its environment does not offer. */
const missingCapabilities = ({ drill, disturbance }: PlannedDrill, { environment }: EngineParts): Capability[] => {
  const tools = (drill.system.dependencies ?? []).flatMap(({ tool }) => tool ?? []);
  const needs = [
    ...(drill.needs ?? []),
    ...(disturbance?.fault.needs ?? []),
    ...tools.map((name) => `tool:${name}` as const),
  ];
  return [...new Set(needs)].filter((need) => !environment.capabilities.has(need));
};

/** Runs a drill and its undoing, each under a deadline of its own, and journals what goes wrong. */
const runGuarded = async (context: Parameters<typeof runDrill>[0]): Promise<void> => {
  const { planned, parts, emit, signal } = context;
  const { id, timeoutMs } = planned.plan;
  const { clock } = parts;
  emit({ type: 'drill-started', drill: id });
  const undo = new UndoStack(clock);
  try {
    await withDeadline(
      async (expired) => await runDrill({ ...context, signal: AbortSignal.any([signal, expired]) }, undo),
      { what: `the drill ${id}`, timeoutMs, clock },
    );
  } catch (cause) {
    journalFailure(context, cause);
  }
  emit({ type: 'phase', drill: id, phase: 'undo' });
  await undo[Symbol.asyncDispose]().catch((cause: unknown) => {
    const { code, message } = asHarnessError(cause, 'UNDO_FAILED', `${id} could not be undone`);
    emit({ type: 'drill-failed', drill: id, code, message });
  });
  emit({ type: 'drill-ended', drill: id });
};

const journalFailure = ({ planned, emit, signal }: Parameters<typeof runDrill>[0], cause: unknown): void => {
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
