import type { Act, ArmName, Procedure, Rehearsal, RunbookState } from '../contract/index.ts';
import { actTitle, type Library } from './act-text.ts';

/** The arms of a rehearsal, in the order in which they run: without the procedure only where something is repaired. */
export const armsOf = ({ cannot, fault, corrected }: Rehearsal): ArmName[] =>
  cannot !== undefined
    ? []
    : [
        ...(fault === undefined ? [] : (['control'] as const)),
        'documented',
        ...(corrected === undefined ? [] : (['corrected'] as const)),
      ];

/** The state of a rehearsal in which all is as expected. */
export const stateOf = ({ cannot, corrected }: Rehearsal): RunbookState => {
  if (cannot !== undefined) return 'not executable here';
  return corrected === undefined ? 'works as written' : 'fails as written, works corrected';
};

/** The names under which an arm's acts are recorded. */
export const stepNames = (
  procedure: Procedure,
  arm: ArmName,
  acts: readonly Act[],
  procedures: Library['procedures'],
): string[] => acts.map((act, index) => `${arm} (${index + 1}): ${actTitle(act, procedure, procedures)}`);

/** What is recorded of an arm before its first command. */
export const notBefore = (arm: ArmName, { fault }: Rehearsal): string =>
  fault === undefined ? `${arm}: done before` : `${arm}: good although ${fault.title}`;

/** What is recorded of an arm after its last command. */
export const verdictName = (arm: ArmName, { fault }: Rehearsal): string =>
  `${arm}: ${fault === undefined ? 'done' : 'repaired'}`;

/** Every step that a rehearsal records. */
export const rehearsalSteps = (
  procedure: Procedure,
  rehearsal: Rehearsal,
  procedures: Library['procedures'],
): string[] =>
  armsOf(rehearsal).flatMap((arm) => {
    const acts = arm === 'control' ? [] : (rehearsal[arm] ?? []);
    const own = stepNames(procedure, arm, acts, procedures);
    return rehearsal.good === undefined ? own : [notBefore(arm, rehearsal), ...own, verdictName(arm, rehearsal)];
  });
