import * as fs from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { formatRehearsal, writeReports } from '../../reports/index.ts';
import { loadScenarios, openSession, select } from '../compose/index.ts';
import type { EnvironmentName, RunEvent } from '../contract/index.ts';
import { HarnessError } from '../core/index.ts';
import { watchInterrupt } from './interrupt.ts';
import { projectRoot, projectVersion } from './project.ts';
import { runId } from './run-id.ts';
import { hasColour, type Surroundings } from './surroundings.ts';

export type RehearseFlags = { readonly auto?: true; readonly env: EnvironmentName; readonly out: string };

/** Rehearses one procedure, asks before each step unless told not to, and prints what each came to and how long it took. */
export const rehearseOne = async (id: string, flags: RehearseFlags, surroundings: Surroundings): Promise<number> => {
  const { stdout, stderr, clock, env } = surroundings;
  if (flags.auto === undefined && !process.stdin.isTTY)
    throw new HarnessError('USAGE', { what: 'nobody is there to say when to go on', next: 'say --auto' });
  const drill = `runbooks/${id.replace(/^runbooks\//, '')}`;
  const scenario = select(await loadScenarios(projectRoot), { named: [drill] });
  using interrupt = watchInterrupt(env, (text) => void stderr.write(`${text}\n`));
  const startedAt = clock.now();
  const say = (text: string): void =>
    void stdout.write(`${((clock.now() - startedAt) / 1000).toFixed(1).padStart(7)} s  ${text}\n`);
  const session = await openSession({
    root: projectRoot,
    scenario,
    selection: [drill],
    environment: flags.env,
    speed: 1,
    seed: 1,
    strictFindings: false,
    outFolder: isAbsolute(flags.out) ? flags.out : join(process.cwd(), flags.out),
    runId: runId(surroundings),
    version: projectVersion(),
    clock,
    processStartedAt: surroundings.processStartedAt,
    signal: interrupt.signal,
    onEvent: (event) => tell(event, say),
    onTool: () => undefined,
    ...(flags.auto === true ? {} : { gate: async (next: string) => await ask(next, interrupt.signal) }),
  });
  try {
    await session.run(drill);
    const run = await session.finish();
    const written = await writeReports(run, session.folder, fs);
    stdout.write(`\n${formatRehearsal(run, { color: hasColour(surroundings), width: stdout.columns || 120 })}\n`);
    stdout.write(`report: ${written.find(({ name }) => name === 'report.html')?.path ?? ''}\n`);
    return run.exitCode;
  } catch (error) {
    await session[Symbol.asyncDispose]();
    throw error;
  }
};

const tell = (event: RunEvent, say: (text: string) => void): void => {
  if (event.type === 'step') {
    say(`${event.expected === event.got ? 'as expected' : 'NOT AS EXPECTED'}  ${event.name}`);
    for (const line of (event.detail ?? '').split('\n')) say(`    ${line}`);
  }
  if (event.type === 'phase' && event.phase === 'start') say('makes the system ready');
  if (event.type === 'drill-failed') say(`${event.code}: ${event.message}`);
};

const ask = async (next: string, signal: AbortSignal): Promise<void> => {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    await terminal.question(`\n${next}\n[Enter] runs it `, { signal });
  } finally {
    terminal.close();
  }
};
