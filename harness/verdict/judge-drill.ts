import type { Check, DrillRecord, Expectation, FindingEvidence, Outcome, Plan, Verdict } from '../contract/index.ts';
import { bounds } from '../rules/index.ts';
import { begunAgain } from './begun-again.ts';
import { accountReasons, checkAccounts, judgeAccount } from './check-accounts.ts';
import { checkEvidence } from './check-evidence.ts';
import { checkExtras } from './check-extras.ts';
import { checkFaults } from './check-faults.ts';
import { checkPanels } from './check-panels.ts';
import { checkShare } from './check-share.ts';
import { checkSilence } from './check-silence.ts';
import { checkSteps } from './check-steps.ts';
import { checkTransitions, type Bounds } from './check-transitions.ts';
import { severity } from './severity.ts';

/** Judges a drill by what its journal says, and by nothing else. */
export const judgeDrill = (record: DrillRecord): Verdict => {
  const { skipped, failure, plan } = record;
  if (skipped !== undefined) return { outcome: 'skipped', reasons: [skipped], checks: [] };
  if (failure !== undefined)
    return { outcome: 'errored', reasons: [`${failure.code}: ${failure.message}`], checks: [] };
  if (plan === undefined || record.endedAt === undefined) {
    return { outcome: 'errored', reasons: ['the journal ends before the drill did'], checks: [] };
  }
  const checks = allChecks(record, plan);
  const outcome = severity.find((candidate) => checks.some((check) => check.outcome === candidate)) ?? 'errored';
  const reasons = checks.filter((check) => check.outcome === outcome).map(({ message }) => message);
  return {
    outcome,
    reasons: outcome === 'held' ? heldReasons(record, plan, checks) : reasons,
    checks,
    ...finding(record, outcome),
    ...(record.accounts && { accounts: record.accounts.map(judgeAccount) }),
  };
};

const allChecks = (record: DrillRecord, plan: Plan): Check[] => {
  if (plan.steps !== undefined)
    return [...checkSteps(record, plan.steps), ...checkAccounts(record, plan.accounts ?? []), ...checkFaults(record)];
  const due = boundsOf(record, plan);
  return [
    ...plan.expectations.flatMap((expectation) => checkExpectation(record, expectation, due)),
    ...checkExtras(record, plan),
    ...checkPanels(record, plan.panels ?? []),
    ...checkEvidence(record, plan),
  ];
};

const checkExpectation = (record: DrillRecord, expectation: Expectation, due: Bounds): Check[] => [
  ...(expectation.behaviour.startsWith('fires')
    ? checkTransitions(record, expectation, begunAgain(record, expectation.alertname, due))
    : checkSilence(record, expectation)),
  ...checkShare(record, expectation),
];

/** The timing bounds of a drill, from its plan and the moments at which its fault began and ended. */
export const boundsOf = ({ fault }: DrillRecord, { timing }: Plan): Bounds => {
  if (fault?.from === undefined || fault.effective === undefined) return {};
  const { from, effective, removing, removed } = fault;
  const removal = removing === undefined || removed === undefined ? undefined : { removing, removed };
  return bounds(timing, { from, effective }, removal);
};

const heldReasons = (
  { steps = [] }: DrillRecord,
  { aged, accounts = [] }: Plan,
  checks: readonly Check[],
): string[] => {
  const told = checks.filter(({ transition }) => transition === 'notified' || transition === 'resolvedNotified');
  const details = steps.flatMap(({ name, detail }) => (detail === undefined ? [] : [`${name}: ${detail}`]));
  return [
    ...accountReasons(accounts, checks),
    ...details,
    ...told.map(({ message }) => message),
    ...(aged === undefined ? [] : [`aged: ${aged}`]),
  ];
};

const finding = ({ plan, id }: DrillRecord, outcome: Outcome): { finding?: FindingEvidence } =>
  plan?.finding === undefined ? {} : { finding: { ...plan.finding, drill: id, proven: outcome === 'held' } };
