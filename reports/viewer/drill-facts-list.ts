import type { JudgedDrill, LoadShape, Plan } from '../../harness/contract/index.ts';
import { rateText } from '../facts/deliveries-text.ts';
import { count, duration, seconds, sourceText, speedText } from '../facts/plain-text.ts';
import { maximumText } from '../facts/what-happened.ts';
import { markup, type Fragment, type Html } from './markup.ts';
import { code, facts } from './parts.ts';

/** Writes what a drill was: the rule and its source, the fault, what was aged, the speed and what decided it. */
export const drillFacts = ({ plan, fault, faults, expressions, machine }: JudgedDrill): Html =>
  facts([
    ['Rule', plan && plan.steps === undefined && ruleOf(plan)],
    ['Load', plan?.load && loadText(plan.load)],
    ['Fault', plan?.steps === undefined || faults === undefined ? faultText(plan, fault) : undefined],
    ['Aged', plan?.aged],
    ['Speed', plan && speedOf(plan)],
    ['Durations as they ran', plan && settingsText(plan)],
    ['Lower bound', plan && twoLines(duration(plan.lowerBound.ms), termsText(plan))],
    ['Expression', expressions.length > 0 && expressions.map(expressionLine)],
    [
      'Machine',
      machine &&
        `longest stall ${machine.stallMs} ms, ${count(machine.missedEvaluations, 'evaluation')} and ${count(machine.failedScrapes, 'scrape')} missed`,
    ],
  ]);

/** Writes the durations that were rewritten for speed, folded. */
export const rewrites = ({ rewrites: all, speed }: Plan): Html => {
  if (all.length === 0) return markup`<p class="muted">No duration was rewritten: the files ran as documented.</p>`;
  const items = all.map(
    ({ where, from, to }) => markup`<li><span>${where}</span> <span class="change">${from} → ${to}</span></li>\n`,
  );
  return markup`<details class="rewrites"><summary>${count(all.length, 'duration')} rewritten for ${speedText(speed.effective)}</summary><ul>${items}</ul></details>`;
};

const faultText = (plan: Plan | undefined, fault: JudgedDrill['fault']): Fragment =>
  fault === undefined ? plan?.fault : twoLines(fault.title, fault.proof && `Proof: ${fault.proof}`);

const loadText = (load: LoadShape): Html => {
  const { profile, alertsPerRequest = 1, shards = 1, target = 'webhook' } = load;
  const how = `${count(alertsPerRequest, 'alert')} in a request, by ${count(shards, 'generator')}, to the ${target === 'webhook' ? "subject's webhook" : 'Alertmanager before the subject'}`;
  return twoLines(`${profile}, ${rateText(load)}`, how);
};

const twoLines = (first: string, second: string | undefined): Html =>
  markup`${first}${second !== undefined && markup`<br><span class="muted">${second}</span>`}`;

const ruleOf = ({ alertname, alertId, source, rules, expr }: Plan): Html => {
  const name =
    alertname === undefined
      ? `all ${count(rules.length, 'rule')} of the system`
      : markup`<strong>${alertname}</strong>`;
  const where = source && markup`<br><span class="muted">${sourceText(source)}</span>`;
  return markup`${name}${alertId !== undefined && markup`<br><span class="muted">${code(alertId)}</span>`}${where}${expr !== undefined && markup`<br>${code(expr.documented)}`}`;
};

const speedOf = ({ speed: { effective, requested, decidedBy } }: Plan): Html =>
  effective === requested
    ? twoLines(`${speedText(effective)}, as requested`, decidedBy === 'as requested' ? undefined : decidedBy)
    : twoLines(`${speedText(effective)} of ${speedText(requested)} requested`, `decided by ${decidedBy}`);

const settingsText = ({ timing: { settings } }: Plan): string => {
  const named: readonly (readonly [string, number])[] = [
    ['scrape', settings.scrapeIntervalMs],
    ['evaluation', settings.evaluationIntervalMs],
    ['for', settings.forMs],
    ['window', settings.windowMs],
    ['group_wait', settings.groupWaitMs],
    ['group_interval', settings.groupIntervalMs],
  ];
  return named
    .filter(([, ms]) => ms > 0)
    .map(([name, ms]) => `${name} ${Number(seconds(ms, 3))} s`)
    .join(', ');
};

const termsText = ({ lowerBound }: Plan): string =>
  lowerBound.terms.map(({ name, earliestMs }) => `${name} ${seconds(earliestMs)}`).join(' + ');

const expressionLine = (expression: JudgedDrill['expressions'][number]): Fragment =>
  markup`<div>${expression.alertname}: ${maximumText(expression)}, ${count(expression.samples, 'sample')}</div>`;
