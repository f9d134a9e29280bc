import * as fs from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { formatConsole, writeReports, type WrittenReport } from '../../reports/index.ts';
import {
  loadScenarios,
  openSession,
  select,
  withDefect,
  type AttachedTargets,
  type Session,
} from '../compose/index.ts';
import type { LoadShape, RunRecord, Scenario } from '../contract/index.ts';
import { HarnessError } from '../core/index.ts';
import { chooseAttached, showDryRun } from './attached-run.ts';
import { watchInterrupt } from './interrupt.ts';
import type { RunFlags } from './run-flags.ts';
import { runId } from './run-id.ts';
import { Progress } from './progress.ts';
import { projectRoot, projectVersion } from './project.ts';
import { hasColour, type Surroundings } from './surroundings.ts';

/** Runs the chosen drills, prints each as it ends and a table at the end, writes the reports, and gives the exit status. */
export const runDrills = async (
  selectors: readonly string[],
  flags: RunFlags,
  surroundings: Surroundings,
): Promise<number> => {
  const { defect, env: environment } = flags;
  refuseMisplaced(flags);
  const choice = await choose(selectors, flags);
  if (flags.dryRun === true) return showDryRun(choice, surroundings);
  const { attached } = choice;
  const scenario = defect === undefined ? choice.scenario : withDefect(choice.scenario, defect);
  using progress = new Progress(surroundings);
  using interrupt = watchInterrupt(surroundings.env, (text) => progress.say(text));
  const session = await openSession({
    root: projectRoot,
    scenario,
    selection: selectors,
    environment,
    attached,
    ...askedOf(flags),
    runId: runId(surroundings),
    version: projectVersion(),
    clock: surroundings.clock,
    processStartedAt: surroundings.processStartedAt,
    signal: interrupt.signal,
    onEvent: (event) => progress.event(event),
    onTool: (event) => progress.tool(event),
    onNote: (text) => progress.say(text),
  });
  const run = await runAll(session, scenario);
  progress[Symbol.dispose]();
  const written = await writeReports(run, session.folder, fs);
  print(run, written, flags, surroundings);
  return run.exitCode;
};

/** What the command line says of a run whatever its drills are. */
const askedOf = (flags: RunFlags) => ({
  speed: flags.speed,
  seed: flags.seed,
  defect: flags.defect,
  strictFindings: flags.strictFindings ?? false,
  load: loadOf(flags),
  outFolder: isAbsolute(flags.out) ? flags.out : join(process.cwd(), flags.out),
  cluster: flags.cluster,
  keep: flags.keep,
});

const choose = async (
  selectors: readonly string[],
  flags: RunFlags,
): Promise<{ scenario: Scenario; attached: AttachedTargets | undefined }> => {
  const { profile, system: systems, case: cases, env: environment } = flags;
  if (environment === 'attached') return await chooseAttached(selectors, flags);
  if (flags.dryRun === true) throw new HarnessError('USAGE', { what: '--dry-run is for --env attached' });
  const named = profile === undefined ? selectors : selectors.map((selector) => `${selector}/${profile}`);
  const scenario = select(await loadScenarios(projectRoot), { named, systems, cases, environment });
  return { scenario, attached: undefined };
};

const refuseMisplaced = ({ env, keep, cluster }: RunFlags): void => {
  if (env === 'kind' || (keep === undefined && cluster === undefined)) return;
  throw new HarnessError('USAGE', { what: '--keep and --cluster are about a cluster of kind', got: `--env ${env}` });
};

const runAll = async (session: Session, { drills, scripted = [] }: Scenario): Promise<RunRecord> => {
  try {
    await Promise.all([...drills, ...scripted].map(async ({ id }) => await session.run(id)));
    return await session.finish();
  } catch (error) {
    await session[Symbol.asyncDispose]();
    throw error;
  }
};

const print = (
  run: RunRecord,
  written: readonly WrittenReport[],
  flags: RunFlags,
  surroundings: Surroundings,
): void => {
  const { stdout } = surroundings;
  const failed = written.find(({ error }) => error !== undefined);
  const report = written.find(({ name }) => name === 'report.html');
  if (flags.json === true) stdout.write(`${JSON.stringify(run, null, 2)}\n`);
  else {
    stdout.write(`${formatConsole(run, { color: hasColour(surroundings), width: stdout.columns || 120 })}\n`);
    stdout.write(`report: ${report?.path ?? ''}\n`);
  }
  if (failed === undefined) return;
  const { name, path, error = '' } = failed;
  throw new HarnessError('REPORT_UNWRITABLE', { what: `${name} could not be written`, where: path, got: error });
};

/** What the command line changes of every load. */
const loadOf = ({ rate, duration, shards }: RunFlags): Partial<LoadShape> => ({
  ...(rate === undefined ? {} : { alertsPerSecond: rate }),
  ...(duration === undefined ? {} : { durationMs: duration }),
  ...(shards === undefined ? {} : { shards }),
});
