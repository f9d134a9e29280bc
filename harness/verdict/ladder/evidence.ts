import type { CaseName, DescribedDrill, ImpossibleCase, JudgedDrill, Outcome, Rung } from '../../contract/index.ts';

/** What the ladder of an alert is folded from. */
export type LadderInput = {
  readonly system: string;
  readonly id: string;
  readonly alertname: string;
  /** The expression as it is documented today; a run that drilled another one shows nothing. */
  readonly expr: string;
  /** What its evaluation in virtual time came to, if there was one. */
  readonly virtual: readonly VirtualEvidence[] | undefined;
  readonly described: readonly DescribedDrill[];
  /** The verdict on each drill that a run came to, by the drill's id. */
  readonly judged: ReadonlyMap<string, RunEvidence>;
  readonly impossible: readonly ImpossibleCase[];
};
export type VirtualEvidence = {
  readonly case: string;
  readonly outcome: 'held' | 'breached';
  readonly finding?: string;
  readonly message?: string;
};
export type RunEvidence = { readonly run: string; readonly drill: JudgedDrill };

/** What one drill says about one rung. */
export type Statement = Pick<Rung, 'outcome' | 'reason' | 'findings' | 'evidence'>;

const worstFirst: readonly Outcome[] = ['breached', 'errored', 'inconclusive', 'skipped', 'held'];

/** The worst of what several drills say, with the findings and the evidence of all. */
export const worst = (statements: readonly Statement[]): Statement => {
  const outcome = worstFirst.find((candidate) => statements.some((each) => each.outcome === candidate)) ?? 'skipped';
  return {
    outcome,
    reason: statements.find((each) => each.outcome === outcome)?.reason ?? 'no drill is described',
    findings: [...new Set(statements.flatMap(({ findings }) => findings))],
    evidence: statements.flatMap(({ evidence }) => evidence),
  };
};

/** The drills that are described about the alert as documented, of these cases. */
export const describedOf = ({ described, id, system }: LadderInput, cases: readonly CaseName[]): DescribedDrill[] =>
  described.filter(
    (drill) =>
      drill.clears === undefined &&
      cases.includes(drill.case) &&
      drill.system === system &&
      (drill.alertId ?? id) === id,
  );

/** Lets `read` say what a described drill shows, once a run has come to a verdict that can be relied on. */
export const statementOf = (
  input: LadderInput,
  { id }: DescribedDrill,
  read: (drill: JudgedDrill) => Pick<Statement, 'outcome' | 'reason'>,
): Statement => {
  const found = input.judged.get(id);
  if (found === undefined)
    return { outcome: 'skipped', reason: `${id}: not drilled in any run`, findings: [], evidence: [] };
  const { drill, run } = found;
  const said = relied(drill, input.expr) ?? read(drill);
  const { finding } = drill.verdict;
  return {
    outcome: said.outcome,
    reason: `${id}: ${said.reason}`,
    findings: finding?.proven === true ? [finding.id] : [],
    evidence: [{ run, drill: id }],
  };
};

const relied = ({ verdict, plan }: JudgedDrill, expr: string): Pick<Statement, 'outcome' | 'reason'> | undefined => {
  const { outcome, reasons } = verdict;
  if (outcome === 'errored' || outcome === 'skipped') return { outcome, reason: reasons.join('; ') };
  if (plan?.expr === undefined || sameText(plan.expr.documented, expr)) return undefined;
  return { outcome: 'skipped', reason: `its run drilled another expression, ${plan.expr.documented}` };
};

const sameText = (a: string, b: string): boolean => a.replaceAll(/\s/g, '') === b.replaceAll(/\s/g, '');
