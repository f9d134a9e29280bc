import type { CoveredAlert, JudgedDrill, Rung, RungName, TransitionName } from '../../contract/index.ts';
import { describedOf, statementOf, worst, type LadderInput, type Statement } from './evidence.ts';

/** Folds what runs and virtual time have shown of a documented alert into its rungs, and decides nothing anew. */
export const coverAlert = (input: LadderInput): CoveredAlert => {
  const { system, id, alertname } = input;
  const rung = (name: RungName, statement: Statement, listed = false): Rung => ({ name, ...statement, listed });
  return {
    system,
    id,
    alertname,
    rungs: [
      rung('parsed', parsed(input)),
      rung('metrics', metrics(input)),
      rung('virtual', virtual(input)),
      went(input, 'fired', ['pending', 'firing']),
      went(input, 'notified', ['sent', 'notified']),
      went(input, 'cleared', ['cleared', 'resolvedNotified']),
      rung('silent', silent(input)),
      rung('rehearsed', rehearsed(input)),
    ],
  };
};

const nothing = { findings: [], evidence: [] } as const;

const parsed = ({ virtual: results }: LadderInput): Statement =>
  results === undefined
    ? { outcome: 'skipped', reason: 'promtool was not shown the rule', ...nothing }
    : { outcome: 'held', reason: 'promtool accepts the rule as it is documented', ...nothing };

const virtual = ({ virtual: results = [] }: LadderInput): Statement => {
  const breached = results.find(({ outcome }) => outcome === 'breached');
  const findings = results.flatMap(({ finding }) => (finding === undefined ? [] : [finding]));
  const evidence: Statement['evidence'] = [];
  if (results.length === 0) return { outcome: 'skipped', reason: 'not evaluated in virtual time', findings, evidence };
  return breached === undefined
    ? { outcome: 'held', reason: `${results.length} cases in virtual time held`, findings, evidence }
    : { outcome: 'breached', reason: `${breached.case}: ${breached.message ?? ''}`, findings, evidence };
};

const metrics = (input: LadderInput): Statement => {
  const statements = describedOf(input, ['positive', 'just-under', 'shorter-than-for']).map((each) =>
    statementOf(input, each, (drill) => samplesOf(drill, input.alertname)),
  );
  const shown = statements.filter(({ outcome }) => outcome === 'held');
  return worst(shown.length === 0 ? statements : shown);
};

/** A rule that compares with `==` is not sampled; that it became pending shows as well that its expression had a value. */
const samplesOf = ({ expressions, verdict }: JudgedDrill, alertname: string): Pick<Statement, 'outcome' | 'reason'> => {
  const samples = expressions.find((each) => each.alertname === alertname)?.samples;
  if (samples !== undefined && samples > 0)
    return { outcome: 'held', reason: `${samples} samples of the left side of its expression` };
  if (samples === 0)
    return { outcome: 'breached', reason: 'the left side of its expression gave no sample on the live system' };
  const moved = verdict.checks.find((check) => check.alertname === alertname && check.observed !== undefined);
  return moved === undefined
    ? { outcome: 'inconclusive', reason: 'its expression was not sampled, and it never became pending' }
    : { outcome: 'held', reason: `its expression had a value: ${moved.message}` };
};

const went = (input: LadderInput, name: RungName, transitions: readonly TransitionName[]): Rung => {
  const drills = describedOf(input, ['positive']);
  const statements = drills.map((each) =>
    statementOf(input, each, ({ verdict: { checks } }) => {
      const about = checks.filter(
        ({ alertname, transition }) =>
          alertname === input.alertname && transition !== undefined && transitions.includes(transition),
      );
      return checked(about);
    }),
  );
  if (drills.length > 0) return { name, ...worst(statements), listed: false };
  const cannot = input.impossible.find(({ alertId, case: of }) => alertId === input.id && of === 'positive');
  if (cannot !== undefined) return { name, outcome: 'skipped', reason: cannot.reason, ...nothing, listed: true };
  const shown = worst(describedOf(input, ['finding']).map((each) => statementOf(input, each, findingOf)));
  return { name, ...shown, outcome: 'skipped', listed: shown.outcome === 'held' };
};

const findingOf = ({ verdict: { finding } }: JudgedDrill): Pick<Statement, 'outcome' | 'reason'> =>
  finding?.proven === true
    ? { outcome: 'held', reason: finding.shown }
    : { outcome: 'inconclusive', reason: 'its finding was not shown' };

const silent = (input: LadderInput): Statement => {
  const { alertname } = input;
  const statements = describedOf(input, ['just-under', 'shorter-than-for', 'healthy']).map((each) =>
    statementOf(input, each, ({ verdict: { checks } }) =>
      checked(checks.filter((check) => check.alertname === alertname)),
    ),
  );
  return worst(statements);
};

/** By the rehearsals that see this very alert fire, and clear by the procedure and not without it. */
const rehearsed = (input: LadderInput): Statement => {
  const drills = input.described.filter(({ clears }) => clears === input.id);
  if (drills.length === 0) return { outcome: 'skipped', reason: 'no rehearsal clears it', ...nothing };
  return worst(
    drills.map((each) =>
      statementOf(input, each, ({ verdict: { outcome, reasons }, arms = [], plan }) =>
        outcome === 'held'
          ? { outcome, reason: `${plan?.rehearsal?.state ?? ''}, cleared in ${clearedIn(arms)}` }
          : { outcome, reason: reasons.join('; ') },
      ),
    ),
  );
};

const clearedIn = (arms: NonNullable<JudgedDrill['arms']>): string => {
  const ms = arms.findLast(({ repairedMs }) => repairedMs !== undefined)?.repairedMs ?? 0;
  return `${(ms / 1000).toFixed(1)} s`;
};

const checked = (
  checks: readonly { readonly outcome: Statement['outcome']; readonly message: string }[],
): Pick<Statement, 'outcome' | 'reason'> => {
  if (checks.length === 0) return { outcome: 'inconclusive', reason: 'its verdict says nothing about this' };
  const { outcome, reason } = worst(
    checks.map(({ outcome: was, message }) => ({ outcome: was, reason: message, ...nothing })),
  );
  return { outcome, reason };
};
