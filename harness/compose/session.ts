import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import type { EnvironmentName, JudgedDrill, LoadShape, RunEvent, RunRecord, Scenario } from '../contract/index.ts';
import { HarnessError, undoneOnFailure, type Clock, type UndoStack } from '../core/index.ts';
import { foldRun, openJournal, openRun, type Journal, type OpenRun, type Planned } from '../engine/index.ts';
import type { AttachedTargets } from '../environments/index.ts';
import { findKubernetes, resolveTools, type ToolName, type ToolProgress } from '../toolchain/index.ts';
import { judgeDrill, judgeRun } from '../verdict/index.ts';
import { makeRunFolder } from './make-run-folder.ts';
import { openEnvironment } from './open-environment.ts';
import { planAll } from './plan-all.ts';
import { dashboardsOf } from './dashboards-of.ts';
import { engineParts } from './engine-parts.ts';
import { limitsOf } from './limits-of.ts';
import { dependencyTools } from './dependency-tools.ts';
import { needsOf } from './needs-of.ts';
import { shellPrograms } from './shell-programs.ts';
import { siteKeeper } from './site-keeper.ts';
import { systemsOf } from './systems-of.ts';

export type SessionOptions = {
  /** The project's folder. */
  readonly root: string;
  readonly scenario: Scenario;
  /** What was asked for, for the record. */
  readonly selection: readonly string[];
  /** Where the drills run. */
  readonly environment: EnvironmentName;
  /** What runs already, where that is what is drilled. */
  readonly attached?: AttachedTargets | undefined;
  readonly speed: number;
  readonly seed: number;
  readonly defect?: string | undefined;
  readonly strictFindings: boolean;
  /** What is changed of the load of every drill of deliveries. */
  readonly load?: Partial<LoadShape> | undefined;
  /** Is asked before each act of a rehearsal, with what comes next. */
  readonly gate?: ((next: string) => Promise<void>) | undefined;
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
  /** Is told what a reader wants to know of the environment's start. */
  readonly onNote?: (text: string) => void;
  /** A cluster to go on with, and whether it stays. */
  readonly cluster?: string | undefined;
  readonly keep?: boolean | undefined;
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
export const openSession = async (options: SessionOptions): Promise<Session> =>
  await undoneOnFailure(options.clock, async (undo) => await assemble(options, undo));

/** What plans are checked with, the monitors where no image has them, and what makes a cluster. */
const toolsFor = (environment: EnvironmentName): ToolName[] => [
  ...(environment === 'kind' ? (['kind'] as const) : []),
  ...(environment === 'local' ? (['prometheus', 'alertmanager'] as const) : []),
  'promtool',
  'amtool',
];

const assemble = async (options: SessionOptions, undo: UndoStack): Promise<Session> => {
  const { clock, scenario, signal, root, runId, attached } = options;
  const folder = await makeRunFolder(options.outFolder, options.runId);
  const search = { clock, onProgress: options.onTool, signal };
  const tools = new Map([
    ...(await resolveTools(toolsFor(options.environment), search)),
    ...(await dependencyTools(scenario, options.environment, search)),
  ]);
  const path = (name: ToolName): string => tools.get(name)?.path ?? name;
  const checkers = { promtool: path('promtool'), amtool: path('amtool') };
  const shell = hasRunbook(scenario) ? await shellPrograms({ ...search, env: process.env }) : {};
  const planned = await planAll({ ...options, programs: checkers, shell });
  const found = Object.fromEntries([...tools].map(([name, tool]) => [name, tool.path]));
  const kubernetes = await kubernetesFor(scenario);
  const programs = { ...found, prometheus: path('prometheus'), alertmanager: path('alertmanager') };
  const { environment: name, onNote, cluster, keep } = options;
  const own = { systems: systemsOf(scenario), needs: needsOf(scenario, name), attached, cluster, keep, signal };
  const around = { runId, root, programs, clock, kubernetes, onNote, ...own };
  const environment = undo.use('stop the environment', await openEnvironment(name, around), 180_000);
  const sites = siteKeeper({ root, runId, environment, programs: shell, clock });
  undo.use('close the sites of rehearsals', sites, 300_000);
  const journal = openJournal(join(folder, 'journal.ndjson'), clock, options.onEvent);
  const run = openRun({
    parts: engineParts(environment, clock, sites.open),
    journal,
    header: header(options, { ...versionsOf(tools, kubernetes), ...environment.made }),
    impossible: scenario.impossible,
    dashboards: dashboardsOf(scenario),
    ...limitsOf(options.environment),
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

const hasRunbook = ({ scripted = [] }: Scenario): boolean => scripted.some((drill) => 'procedure' in drill);

const versionsOf = (
  tools: ReadonlyMap<string, { readonly version: string }>,
  kubernetes: Awaited<ReturnType<typeof findKubernetes>>,
): Record<string, string> => ({
  ...Object.fromEntries([...tools].map(([name, { version }]) => [name, version])),
  ...('reason' in kubernetes ? {} : { etcd: kubernetes.etcd.version, 'kube-apiserver': kubernetes.apiServer.version }),
});

/** Looks only for what a drill needs. */
const kubernetesFor = async (scenario: Scenario): ReturnType<typeof findKubernetes> =>
  systemsOf(scenario).some(({ kubernetes }) => kubernetes !== undefined)
    ? await findKubernetes(process.env)
    : { reason: 'no drill of the run needs it' };

const runOne = async (planned: ReadonlyMap<string, Planned>, run: OpenRun, id: string): Promise<JudgedDrill> => {
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

const header = (options: SessionOptions, tools: Record<string, string>) => ({
  schema: 1 as const,
  runId: options.runId,
  version: options.version,
  selection: [...options.selection],
  speed: options.speed,
  seed: options.seed,
  ...(options.defect === undefined ? {} : { defect: options.defect }),
  environment: options.environment,
  processAgeMs: options.clock.now() - options.processStartedAt,
  host: { cores: cpus().length, memoryMb: Math.round(totalmem() / 2 ** 20) },
  tools,
});
