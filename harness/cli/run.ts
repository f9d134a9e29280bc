import * as fs from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { formatConsole, writeReports, type WrittenReport } from '../../reports/index.ts';
import { loadScenarios, openSession, select, withDefect, type Session } from '../compose/index.ts';
import type { RunRecord, Scenario } from '../contract/index.ts';
import { HarnessError } from '../core/index.ts';
import { watchInterrupt } from './interrupt.ts';
import type { RunFlags } from './run-flags.ts';
import { Progress } from './progress.ts';
import { projectRoot, projectVersion } from './project.ts';
import { hasColour, type Surroundings } from './surroundings.ts';

/** Runs the chosen drills, prints each as it ends and a table at the end, writes the reports, and gives the exit status. */
export const runDrills = async (
  selectors: readonly string[],
  flags: RunFlags,
  surroundings: Surroundings,
): Promise<number> => {
  const chosen = select(await loadScenarios(projectRoot), selectors, flags.system);
  const { defect } = flags;
  const scenario = defect === undefined ? chosen : { ...chosen, drills: withDefect(chosen.drills, defect) };
  using progress = new Progress(surroundings);
  using interrupt = watchInterrupt(surroundings.env, (text) => progress.say(text));
  const session = await openSession({
    root: projectRoot,
    scenario,
    selection: selectors,
    speed: flags.speed,
    seed: flags.seed,
    defect,
    strictFindings: flags.strictFindings ?? false,
    outFolder: isAbsolute(flags.out) ? flags.out : join(process.cwd(), flags.out),
    runId: runId(surroundings),
    version: projectVersion(),
    clock: surroundings.clock,
    processStartedAt: surroundings.processStartedAt,
    signal: interrupt.signal,
    onEvent: (event) => progress.event(event),
    onTool: (event) => progress.tool(event),
  });
  const run = await runAll(session, scenario);
  progress[Symbol.dispose]();
  const written = await writeReports(run, session.folder, fs);
  print(run, written, flags, surroundings);
  return run.exitCode;
};

const runAll = async (session: Session, { drills }: Scenario): Promise<RunRecord> => {
  try {
    await Promise.all(drills.map(async ({ id }) => await session.run(id)));
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

/** The time to the second and a few random characters: sorts by time, and two at once differ. */
const runId = ({ clock, randomName }: Surroundings): string => {
  const stamp = new Date(clock.now()).toISOString().replaceAll(/[-:]/g, '').replace('T', '-').slice(0, 15);
  return `${stamp}-${randomName()}`;
};
