import type { ImpossibleCase, JudgedDrill, Outcome } from '../../harness/contract/index.ts';
import { accountProperties } from './account-properties.ts';
import { durationOf, reasonsOf } from '../facts/drill-facts.ts';
import { outcomeFaces } from '../facts/outcome-faces.ts';
import { sourceText } from '../facts/plain-text.ts';
import { element, escapeText } from './xml.ts';

/** Writes a drill as a `testcase` with its properties, its outcome and its checks. */
export const junitCase = (drill: JudgedDrill): string => {
  const time = ((durationOf(drill) ?? 0) / 1000).toFixed(3);
  return `\n${element('testcase', { name: drill.id, classname: classOf(drill), time }, [
    propertiesOf(drill),
    ...outcomeElements[drill.verdict.outcome](drill),
    element('system-out', {}, [escapeText(outputOf(drill))]),
    ...(drill.logs === undefined ? [] : [element('system-err', {}, [escapeText(logsOf(drill.logs))])]),
  ])}`;
};

/** Writes a case that cannot exist as a skipped `testcase`. */
export const junitImpossible = ({ id, system, alertId, reason }: ImpossibleCase): string => {
  const skipped = element('skipped', { message: `cannot exist: ${reason}` });
  return `\n${element('testcase', { name: id, classname: `${system}.${lastPart(alertId)}`, time: '0.000' }, [skipped])}`;
};

const outcomeElements = {
  held: () => [],
  breached: (drill) => [problem('failure', drill)],
  errored: (drill) => [problem('error', drill)],
  inconclusive: (drill) => [problem('error', drill)],
  skipped: (drill) => [element('skipped', { message: reasonsOf(drill)[0] })],
} satisfies Record<Outcome, (drill: JudgedDrill) => string[]>;

const problem = (name: 'failure' | 'error', drill: JudgedDrill): string => {
  const { outcome } = drill.verdict;
  const reasons = reasonsOf(drill);
  const type = outcome === 'errored' ? (drill.failure?.code ?? outcome) : outcome;
  return element(name, { type, message: reasons[0] ?? outcome }, [escapeText(reasons.join('\n'))]);
};

const propertiesOf = (drill: JudgedDrill): string => {
  const { plan, verdict, title, case: caseName } = drill;
  const values = {
    outcome: verdict.outcome,
    title,
    case: caseName,
    alertId: plan?.alertId,
    source: plan?.source === undefined ? undefined : sourceText(plan.source),
    speed: plan?.speed.effective,
    speedDecidedBy: plan?.speed.decidedBy,
    aged: plan?.aged,
    finding: verdict.finding?.id,
    findingProven: verdict.finding === undefined ? undefined : String(verdict.finding.proven),
    ...accountProperties(drill),
  };
  const given = Object.entries(values).filter(([, value]) => value !== undefined);
  return element(
    'properties',
    {},
    given.map(([name, value]) => element('property', { name, value })),
  );
};

const outputOf = ({ verdict }: JudgedDrill): string =>
  verdict.checks
    .map(({ outcome, name, message }) => `${outcomeFaces[outcome].symbol} ${outcome} | ${name} | ${message}`)
    .join('\n');

const logsOf = (logs: NonNullable<JudgedDrill['logs']>): string =>
  logs.map(({ program, tail }) => `=== ${program}\n${tail}`).join('\n');

const classOf = ({ system, plan }: JudgedDrill): string =>
  plan?.alertId === undefined ? system : `${system}.${lastPart(plan.alertId)}`;

const lastPart = (alertId: string): string => alertId.split('.').at(-1) ?? alertId;
