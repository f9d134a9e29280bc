import { virtualCaseNames, type VirtualCaseName, type Witness } from '../contract/index.ts';
import type { AlertState } from './alert-states.ts';
import { levelsOf, statesOf, type VirtualRule } from './timeline.ts';
import type { Level } from './samples.ts';

/** What is asserted of an alert after the evaluation of a step, or, for `never-fired`, after all up to it. */
export type Assertion = { readonly step: number; readonly state: AlertState | 'never-fired' };

export type VirtualCase = {
  readonly name: VirtualCaseName;
  readonly levels: readonly Level[];
  /** What the documented rule does: what it should, or what its finding says. */
  readonly documented: readonly Assertion[];
  /** What the corrected rule does, where there is a finding. */
  readonly corrected: readonly Assertion[];
  /** What our own arithmetic makes of the documented rule. */
  readonly model: readonly AlertState[];
};
export type ImpossibleVirtualCase = { readonly name: VirtualCaseName; readonly reason: string };

/** Gives every case of an alert, and those that cannot exist with the reason. */
export const casesOf = (
  witness: Witness,
  rule: VirtualRule,
): { cases: VirtualCase[]; impossible: ImpossibleVirtualCase[] } => {
  const cases: VirtualCase[] = [];
  const impossible: ImpossibleVirtualCase[] = [];
  for (const name of virtualCaseNames) {
    const reason = whyNot(name, witness, rule);
    if (reason === undefined) cases.push(caseOf(name, witness, rule));
    else impossible.push({ name, reason });
  }
  return { cases, impossible };
};

const counters = ['rate', 'increase', 'rate-ratio', 'self-ratio', 'rate-by-value', 'quantile'];

const whyNot = (name: VirtualCaseName, witness: Witness, rule: VirtualRule): string | undefined => {
  const given = name === 'below' || name === 'at' ? witness[name] : undefined;
  if (typeof given === 'string') return given;
  if (name === 'for-minus-one' && rule.forSeconds === 0) return 'the rule has no for';
  if (name === 'counter-reset' && !counters.includes(witness.form)) return 'the rule reads no counter';
  if (name === 'missing-label' && witness.label === undefined) return 'no label decides whether the rule sees a series';
  if (
    name === 'newborn' &&
    (!['rate', 'increase'].includes(witness.form) || rule.threshold !== 0 || rule.operator !== '>')
  )
    return 'one event is not over the threshold';
  return undefined;
};

const caseOf = (name: VirtualCaseName, witness: Witness, rule: VirtualRule): VirtualCase => {
  const levels = levelsOf(name, witness, rule);
  const model = name === 'missing-label' ? levels.map((): AlertState => 'inactive') : statesOf(levels, witness, rule);
  const finding = witness.findings[name];
  const last = levels.length - 1;
  const silent: Assertion[] = [{ step: last, state: 'never-fired' }];
  const fires: Assertion[] = [{ step: last, state: 'firing' }];
  if (finding !== undefined) {
    const [documented, corrected] = finding.documented === 'fires' ? [fires, silent] : [silent, fires];
    return { name, levels, documented, corrected, model };
  }
  return { name, levels, documented: meant(name, model, rule, { silent, fires }), corrected: [], model };
};

const meant = (
  name: VirtualCaseName,
  model: readonly AlertState[],
  { forSeconds, intervalSeconds }: VirtualRule,
  { silent, fires }: { silent: Assertion[]; fires: Assertion[] },
): Assertion[] => {
  const wholeFor = Math.ceil(forSeconds / intervalSeconds);
  const firstTrue = model.findIndex((state) => state !== 'inactive');
  const around: Partial<Record<VirtualCaseName, Assertion[]>> = {
    above: fires,
    newborn: fires,
    'for-minus-one': [{ step: firstTrue + wholeFor - 1, state: 'pending' }],
    for: [{ step: firstTrue + wholeFor, state: 'firing' }],
    'for-plus-one': [{ step: firstTrue + wholeFor + 1, state: 'firing' }],
    resolve: [
      { step: firstTrue + wholeFor, state: 'firing' },
      { step: model.length - 1, state: 'inactive' },
    ],
  };
  return around[name] ?? silent;
};

/** Says where our own arithmetic does not do what is asserted; undefined where it does. */
export const modelDisagrees = ({ documented, model }: VirtualCase): string | undefined => {
  const wrong = documented.find(({ step, state }) =>
    state === 'never-fired' ? model.slice(0, step + 1).includes('firing') : model[step] !== state,
  );
  if (wrong === undefined) return undefined;
  return `expected ${wrong.state} at evaluation ${wrong.step}, and by our own arithmetic it is ${model[wrong.step] ?? 'not evaluated'}`;
};
