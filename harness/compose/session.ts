import { access, mkdir, rm, symlink } from 'node:fs/promises';
import { cpus, totalmem } from 'node:os';
import { dirname, join } from 'node:path';
import type { JudgedDrill, RunEvent, RunRecord, Scenario } from '../contract/index.ts';
import { HarnessError, messageOf, UndoStack, type Clock } from '../core/index.ts';
import { foldRun, openJournal, openRun, type Journal, type OpenRun, type PlannedDrill } from '../engine/index.ts';
import { startLocalEnvironment } from '../environments/index.ts';
import { resolveTools, type ToolName, type ToolProgress } from '../toolchain/index.ts';
import { judgeDrill, judgeRun } from '../verdict/index.ts';
import { engineParts } from './engine-parts.ts';
import { createPlanner } from './planner.ts';
import { dependencyTools } from './dependency-tools.ts';

export type SessionOptions = {
  /** The project's folder. */
  readonly root: string;
  readonly scenario: Scenario;
  /** What was asked for, for the record. */
  readonly selection: readonly string[];
  readonly speed: number;
  readonly seed: number;
  readonly defect?: string | undefined;
  readonly strictFindings: boolean;
  /** The folder that gets one folder a run. */
  readonly outFolder: string;
  readonly runId: string;
  readonly version: string;
  readonly clock: Clock;
  /** When the process started, on the wall clock, in ms. */
  readonly processStartedAt: number;
  readonly signal: AbortSignal;
  readonly onEvent: (event: RunEvent) => void;
  readonly onTool: (event: ToolProgress) => void;
};

/** A run that is open for drills by their id. */
export interface Session extends AsyncDisposable {
  readonly folder: string;
  run(id: string): Promise<JudgedDrill>;
  /** Stops everything, closes the journal and gives the record of the run. */
  finish(): Promise<RunRecord>;
}

/**
 * Opens a run: plans every drill first, so that bad input ends it before anything starts, then finds the tools, makes
 * the report folder, and starts the environment.
 */
export const openSession = async (options: SessionOptions): Promise<Session> => {
  const undo = new UndoStack(options.clock);
  try {
    return await assemble(options, undo);
  } catch (error) {
    await undo[Symbol.asyncDispose]();
    throw error;
  }
};

const toolNames = ['prometheus', 'alertmanager', 'promtool', 'amtool'] as const;

const assemble = async (options: SessionOptions, undo: UndoStack): Promise<Session> => {
  const { clock, scenario, signal, root, runId } = options;
  const folder = await makeFolder(options);
  const search = { clock, onProgress: options.onTool, signal };
  const tools = new Map([...(await resolveTools(toolNames, search)), ...(await dependencyTools(scenario, search))]);
  const path = (name: ToolName): string => tools.get(name)?.path ?? name;
  const planner = await createPlanner({ ...options, programs: { promtool: path('promtool'), amtool: path('amtool') } });
  const planned = new Map(scenario.drills.map((drill) => [drill.id, planner(drill)]));
  const found = Object.fromEntries([...tools].map(([name, tool]) => [name, tool.path]));
  const programs = { ...found, prometheus: path('prometheus'), alertmanager: path('alertmanager') };
  const environment = undo.use(
    'stop the environment',
    await startLocalEnvironment({ runId, root, programs, clock }),
    60_000,
  );
  const journal = openJournal(join(folder, 'journal.ndjson'), clock, options.onEvent);
  const versions = Object.fromEntries([...tools].map(([name, { version }]) => [name, version]));
  const run = openRun({
    parts: engineParts(environment, clock),
    journal,
    header: header(options, versions),
    impossible: scenario.impossible,
    budget: { cpu: cpus().length, memoryMb: (totalmem() / 2 ** 20) * 0.6 },
    // A start is mostly computing, and what runs already has deadlines of fractions of a second.
    starts: Math.max(1, cpus().length - 1),
    signal,
  });
  undo.use('stop measuring', run);
  return {
    folder,
    run: async (id) => await runOne(planned, run, id),
    finish: async () => await finish(options, undo, () => run.close(clock.now() - options.processStartedAt), journal),
    [Symbol.asyncDispose]: async () => await undo[Symbol.asyncDispose](),
  };
};

const runOne = async (planned: ReadonlyMap<string, PlannedDrill>, run: OpenRun, id: string): Promise<JudgedDrill> => {
  const drill = planned.get(id);
  if (drill === undefined) throw new HarnessError('DRILL_UNKNOWN', { what: 'not in this run', got: id });
  const record = await run.submit(drill);
  return { ...record, verdict: judgeDrill(record) };
};

const finish = async (
  { strictFindings }: SessionOptions,
  undo: UndoStack,
  close: () => readonly RunEvent[],
  journal: Journal,
): Promise<RunRecord> => {
  await undo[Symbol.asyncDispose]();
  const record = judgeRun(foldRun(close()), strictFindings);
  journal[Symbol.dispose]();
  return record;
};

/** Makes the folder of the run and points `latest` to it; throws `REPORT_UNWRITABLE`. */
const makeFolder = async ({ outFolder, runId }: SessionOptions): Promise<string> => {
  const folder = join(outFolder, runId);
  try {
    await makePath(folder);
    const latest = join(outFolder, 'latest');
    await rm(latest, { force: true });
    await symlink(runId, latest);
    return folder;
  } catch (cause) {
    throw new HarnessError('REPORT_UNWRITABLE', {
      what: 'the report folder cannot be written',
      where: outFolder,
      got: messageOf(cause),
      next: 'choose another with --out',
      cause,
    });
  }
};

/** Node's own recursion never ends where a parent takes no folders, as /proc does. */
const makePath = async (path: string): Promise<void> => {
  const made = await mkdir(path).catch((error: unknown) => (error as NodeJS.ErrnoException).code);
  if (made === undefined || made === 'EEXIST') return;
  if (made !== 'ENOENT' || dirname(path) === path) throw new Error(`${made}: ${path}`);
  if (
    await access(dirname(path)).then(
      () => true,
      () => false,
    )
  )
    throw new Error(`${made}: ${path}`);
  await makePath(dirname(path));
  await mkdir(path);
};

const header = (options: SessionOptions, tools: Record<string, string>) => ({
  schema: 1 as const,
  runId: options.runId,
  version: options.version,
  selection: [...options.selection],
  speed: options.speed,
  seed: options.seed,
  ...(options.defect === undefined ? {} : { defect: options.defect }),
  environment: 'local',
  processAgeMs: options.clock.now() - options.processStartedAt,
  host: { cores: cpus().length, memoryMb: Math.round(totalmem() / 2 ** 20) },
  tools,
});
