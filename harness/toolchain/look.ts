import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { HarnessError } from '../core/index.ts';
import { findOnPath } from './find-on-path.ts';
import { cachedPath, present, variableOf, type Search } from './options.ts';
import { probe, type Probe } from './probe.ts';
import type { ToolSource } from './progress.ts';
import type { Step, StepOutcome } from './step.ts';
import { describeAccepted } from './version.ts';

/** The path that the caller or `FIREDRILL_<TOOL>` names. Nothing else is tried when it is wrong. */
const explicit: Step = {
  source: 'explicit',
  async run(search) {
    const { name, explicit: named, emit } = search;
    if (named === undefined) return { reason: `no path is given (${variableOf(name)} is not set)` };
    const path = resolve(named);
    emit({ kind: 'looking', tool: name, source: 'explicit', where: path });
    return foundOrBroken(await probe(path, search), path, { search, source: 'explicit', isRequired: true });
  },
};

/** A folder of tools that `FIREDRILL_TOOLCHAIN` names. */
const toolchain: Step = {
  source: 'toolchain',
  async run(search) {
    const { name, env, emit } = search;
    const named = present(env['FIREDRILL_TOOLCHAIN']);
    if (named === undefined) return { reason: 'FIREDRILL_TOOLCHAIN is not set' };
    const folder = resolve(named);
    const path = join(folder, name);
    emit({ kind: 'looking', tool: name, source: 'toolchain', where: path });
    await requireFolder(folder);
    return foundOrBroken(await probe(path, search), path, { search, source: 'toolchain', isRequired: false });
  },
};

/** What an earlier run downloaded or built. */
export const cache: Step = {
  source: 'cache',
  async run(search) {
    const path = cachedPath(search);
    search.emit({ kind: 'looking', tool: search.name, source: 'cache', where: path });
    const answer = await probe(path, search);
    if (answer === undefined) return { reason: `${path} is not there` };
    return found(answer, path, { search, source: 'cache' });
  },
};

/** The first program on PATH with an accepted version. */
const path: Step = {
  source: 'path',
  async run(search) {
    const { name, env, emit } = search;
    const problems: string[] = [];
    emit({ kind: 'looking', tool: name, source: 'path', where: 'PATH' });
    for (const candidate of await findOnPath(name, env)) {
      const answer = await probe(candidate, search);
      if (answer === undefined) continue;
      if (answer.problem === undefined) return found(answer, candidate, { search, source: 'path' });
      problems.push(answer.problem);
    }
    return problems.length === 0 ? { reason: `no ${name} on PATH` } : { reason: problems.join(', '), isWrong: true };
  },
};

/** The steps that look at what is there already, in the order in which they count. */
export const lookSteps: readonly Step[] = [explicit, toolchain, cache, path];

type Where = { readonly search: Search; readonly source: ToolSource };

const found = (answer: Probe, path: string, { search, source }: Where): StepOutcome =>
  answer.problem === undefined
    ? { tool: { name: search.name, path, version: answer.version, source } }
    : { reason: answer.problem, isWrong: true };

/** A place that the user named has to hold: what is wrong there is an error, never silently passed over. */
const foundOrBroken = (
  answer: Probe | undefined,
  path: string,
  where: Where & { isRequired: boolean },
): StepOutcome => {
  const { search, source, isRequired } = where;
  if (answer === undefined && !isRequired) return { reason: `${path} is not there` };
  if (answer !== undefined && answer.problem === undefined) return found(answer, path, where);
  const setting = source === 'toolchain' ? 'FIREDRILL_TOOLCHAIN' : variableOf(search.name);
  throw new HarnessError('TOOL_BROKEN', {
    what: `the ${search.name} that was named cannot be used`,
    where: path,
    expected: `${search.name} ${describeAccepted(search.pin.accepted)}`,
    got: answer?.problem ?? 'no such file',
    next: `correct or unset ${setting}`,
  });
};

const requireFolder = async (folder: string): Promise<void> => {
  const isFolder = await stat(folder).then(
    (entry) => entry.isDirectory(),
    () => false,
  );
  if (isFolder) return;
  throw new HarnessError('TOOL_BROKEN', {
    what: 'FIREDRILL_TOOLCHAIN does not name a folder of tools',
    where: folder,
    expected: 'a folder',
    got: 'no such folder',
    next: 'correct or unset FIREDRILL_TOOLCHAIN',
  });
};
