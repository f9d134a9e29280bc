import { glob, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import type { Fault, FaultContext } from '../contract/index.ts';
import { HarnessError } from '../core/index.ts';
import { askSubject, type SubjectRequest } from './ask-subject.ts';

export type AgedBacklog = {
  readonly title: string;
  /** What makes the subject accept one piece of work. */
  readonly request: SubjectRequest;
  readonly count: number;
  /** The files in the subject's work folder, as a glob pattern, whose time is the beginning of an unfinished piece. */
  readonly files: string;
  /** How old they are made, in ms. */
  readonly ageMs: number;
  /** What makes the subject give up the work that is left. */
  readonly cancel: SubjectRequest;
};

/**
 * The subject is killed with much unfinished work, which has become old when it starts again and goes on with it; undone
 * by giving up what is left.
 */
export const agedBacklog = (backlog: AgedBacklog): Fault => ({
  kind: 'aged-backlog',
  title: backlog.title,
  needs: ['files', 'signals', 'restart'],
  breaksScrapes: true,
  async inject(context) {
    const { subject } = context.stack;
    for (let index = 0; index < backlog.count; index += 1) await askSubject(context, backlog.request);
    await subject.kill();
    const proof = await age(backlog, context);
    const from = context.clock.now();
    await subject.restart();
    return { from, proof, [Symbol.asyncDispose]: async () => await askSubject(context, backlog.cancel) };
  },
});

const age = async ({ files, ageMs }: AgedBacklog, { stack, clock }: FaultContext): Promise<string> => {
  const modified = new Date(clock.now() - ageMs);
  const { workDir } = stack.subject;
  const found = await Array.fromAsync(glob(files, { cwd: workDir }));
  await Promise.all(found.map(async (path) => await utimes(join(workDir, path), modified, modified)));
  const first = found[0] === undefined ? undefined : await stat(join(workDir, found[0]));
  if (first === undefined || Math.abs(first.mtimeMs - modified.getTime()) > 1_000)
    throw new HarnessError('FAULT_INEFFECTIVE', { what: 'no unfinished work took its age', where: files });
  return `the file system dates ${found.length} of ${files} ${modified.toISOString()}`;
};
