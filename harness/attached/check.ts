import type { AttachedContext, StepFact } from '../contract/index.ts';

/** A question about what runs: its steps are known before anything is asked, and asking only reads. */
export type Check = {
  readonly name: string;
  readonly title: string;
  readonly steps: readonly string[];
  readonly run: (context: AttachedContext) => Promise<void>;
};

type Seen = Omit<StepFact, 'name'>;

const options = { prometheusUrl: '--prometheus', alertmanagerUrl: '--alertmanager', subjectUrl: '--subject' } as const;

/** Runs `ask` with the address of a part, or records of each step that the part was not named and so not seen. */
export const withPart = async (
  { stack, record }: AttachedContext,
  part: keyof typeof options,
  steps: readonly string[],
  ask: (url: string) => Promise<void>,
): Promise<void> => {
  const url = stack[part];
  if (url !== undefined) {
    await ask(url);
    return;
  }
  const unseen: Seen = { expected: 'seen', got: 'unseen', undecided: `no ${options[part]} was named` };
  for (const name of steps) record({ name, ...unseen });
};

/** Joins what is wrong, or gives what stands for nothing. */
export const orNothing = (problems: readonly string[], nothing: string): string =>
  problems.length === 0 ? nothing : problems.join('; ');
