import { join } from 'node:path';
import type { Act, ArmName, ArmRecord, OpenSite, Procedure, Rehearsal, ScriptTools } from '../contract/index.ts';
import { HarnessError, poll } from '../core/index.ts';
import { judgeProbe } from '../documents/index.ts';
import { actText, actTitle, type Library } from './act-text.ts';
import { openScratch, write, type Scratch } from './open-scratch.ts';
import { armsOf, notBefore, stepNames, verdictName } from './rehearsal-steps.ts';
import { openShell, type RehearsalShell } from './run-in-shell.ts';

export type RehearseOptions = {
  readonly procedure: Procedure;
  readonly rehearsal: Rehearsal;
  readonly library: Library;
  readonly programs: Readonly<Record<string, string>>;
  /** Variables that every arm gets. */
  readonly env: Readonly<Record<string, string>>;
  readonly site: OpenSite | undefined;
  readonly tools: Pick<ScriptTools, 'clock' | 'signal' | 'record'>;
  readonly arm: (record: ArmRecord) => void;
  /** Is asked before each act, with its name and commands. */
  readonly gate?: ((next: string) => Promise<void>) | undefined;
};

type Running = RehearseOptions & { readonly name: ArmName; readonly scratch: Scratch; readonly shell: RehearsalShell };

const deadlineMs = 60_000;
/** How long what shall be repaired may take, and how long what shall not is watched, where nothing else is said. */
const patience = { repairMs: 90_000, watchMs: 3_000 };

/**
 * Rehearses a procedure: each of its arms from the same state, which is put back after it. What was seen is recorded and
 * judged by nobody here. Throws `STEADY_STATE` where the state before cannot be made, and `FAULT_INEFFECTIVE`.
 */
export const rehearse = async (options: RehearseOptions): Promise<void> => {
  const { rehearsal, tools, site, programs, env, library } = options;
  for (const name of armsOf(rehearsal)) {
    await using scratch = await openScratch({
      programs,
      env: { ...site?.env, ...env, ARM: name },
      files: rehearsal.files ?? {},
      textOf: library.textOf,
    });
    await using shell = openShell(scratch, tools.clock);
    try {
      await runArm({ ...options, name, scratch, shell });
    } finally {
      if (changes(rehearsal)) await site?.reset();
    }
  }
};

/** Whether anything may be otherwise after it; what only looks leaves nothing to be put back. */
const changes = ({ before, fault, good, documented, corrected = [] }: Rehearsal): boolean =>
  [before, fault, good].some((each) => each !== undefined) ||
  [...documented, ...corrected].some(({ run }) => run !== undefined);

const runArm = async (running: Running): Promise<void> => {
  const { rehearsal, name, tools, arm } = running;
  const { clock } = tools;
  await prepare(running);
  const before = await stateOf(running);
  const acts = name === 'control' ? [] : rehearsal[name];
  const began = clock.monotonic();
  const names = stepNames(running.procedure, name, acts ?? [], running.library.procedures);
  for (const [index, act] of (acts ?? []).entries()) {
    const { script } = actText(act, running.procedure, running.library);
    await running.gate?.(`${names[index] ?? ''}\n${script}`);
    await recordAct(running, act, names[index] ?? '');
  }
  const actedMs = clock.monotonic() - began;
  const repairedMs = await recordResult(running, began);
  const after = await stateOf(running);
  arm({
    arm: name,
    tookMs: repairedMs ?? actedMs,
    ...(repairedMs === undefined ? {} : { repairedMs }),
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
  });
};

/** Makes the state before, breaks what shall be repaired, and sees that it is broken. */
const prepare = async (running: Running): Promise<void> => {
  const { rehearsal, name, tools, procedure, library } = running;
  const { before = [], fault, good } = rehearsal;
  for (const act of before) {
    const { asExpected, seen } = await attempt(running, act);
    if (asExpected) continue;
    throw new HarnessError('STEADY_STATE', {
      what: actTitle(act, procedure, library.procedures),
      where: procedure.id,
      got: seen,
    });
  }
  if (fault !== undefined) {
    const broken = await attempt(running, { run: fault.run, expect: { status: 'accepted' } });
    const seen = await attempt(running, fault.seen);
    if (!broken.asExpected || !seen.asExpected)
      throw new HarnessError('FAULT_INEFFECTIVE', {
        what: fault.title,
        where: procedure.id,
        got: `${broken.seen}; ${seen.seen}`,
      });
  }
  if (good === undefined) return;
  const missing = await notGood(running);
  tools.record({
    name: notBefore(name, rehearsal),
    expected: 'not so',
    got: missing === undefined ? 'so already' : 'not so',
    detail: missing,
  });
};

const recordAct = async (running: Running, act: Act, name: string): Promise<void> => {
  const { asExpected, expected, seen, command, ms } = await attempt(running, act);
  const detail = `${command} → ${seen} (${(ms / 1000).toFixed(2)} s)`;
  running.tools.record({ name, expected, got: asExpected ? expected : seen, detail });
};

/** Waits for what is good, or watches that it does not come, and gives when it came. */
const recordResult = async (running: Running, began: number): Promise<number | undefined> => {
  const { rehearsal, name, tools } = running;
  const { good, corrected, watchMs = patience.watchMs, repairMs = patience.repairMs } = rehearsal;
  if (good === undefined) return undefined;
  const mustRepair = name === 'corrected' || (name === 'documented' && corrected === undefined);
  const timeoutMs = mustRepair ? Math.max(repairMs, ...good.map((each) => each.withinMs ?? 0)) : watchMs;
  const missing = await untilGood(running, timeoutMs);
  const repairedMs = tools.clock.monotonic() - began;
  const words = { true: 'so', false: 'not so' } as const;
  const got = words[`${missing === undefined}`];
  const shown = missing ?? `after ${(repairedMs / 1000).toFixed(1)} s`;
  tools.record({ name: verdictName(name, rehearsal), expected: words[`${mustRepair}`], got, detail: shown });
  return missing === undefined ? repairedMs : undefined;
};

/** Gives what still is not good at the end of the time, if something is not. */
const untilGood = async (running: Running, timeoutMs: number): Promise<string | undefined> => {
  const { clock, signal } = running.tools;
  let last: string | undefined;
  const probe = async (): Promise<boolean> => {
    last = await notGood(running);
    return last === undefined;
  };
  await poll(probe, { what: 'good', until: (is) => is, everyMs: 250, timeoutMs, clock, signal }).catch(
    (error: unknown) => {
      signal.throwIfAborted();
      if (!(error instanceof HarnessError) || error.code !== 'TIMEOUT') throw error;
    },
  );
  return last;
};

const notGood = async (running: Running): Promise<string | undefined> => {
  for (const act of running.rehearsal.good ?? []) {
    const { asExpected, expected, seen, command } = await attempt(running, { ...act, withinMs: 0 });
    if (!asExpected) return `${act.title ?? command}: expected ${expected}, ${seen}`;
  }
  return undefined;
};

type Attempt = ReturnType<typeof judgeProbe> & { readonly command: string; readonly ms: number };

/** Runs an act until it is as expected, at most for its time. */
const attempt = async (running: Running, act: Act): Promise<Attempt> => {
  const { procedure, library, scratch, shell, tools } = running;
  const { script, file } = actText(act, procedure, library);
  if (file !== undefined) await write(join(scratch.folder, file.name), file.content);
  const until = tools.clock.monotonic() + (act.withinMs ?? 0);
  for (;;) {
    const { status, stdout, stderr, ms } = await shell.run(script, act.deadlineMs ?? deadlineMs, tools.signal);
    const output = [stdout, stderr]
      .map((text) => text.trimEnd())
      .join('\n')
      .replaceAll(scratch.folder, '.');
    const probe = { ...judgeProbe(act.expect, { status, output }), command: headOf(script), ms };
    if (probe.asExpected || tools.clock.monotonic() >= until) return probe;
    await tools.clock.sleep(250, tools.signal);
  }
};

/** The first line that is a command. */
const headOf = (script: string): string =>
  script
    .split('\n')
    .map((line) => line.trim())
    .find((line) => line !== '' && !line.startsWith('#')) ?? '';

const stateOf = async ({ rehearsal: { state }, shell, tools }: Running): Promise<string | undefined> => {
  if (state === undefined) return undefined;
  const { stdout, stderr } = await shell.run(state, deadlineMs, tools.signal);
  return `${stdout}${stderr}`.trim();
};
