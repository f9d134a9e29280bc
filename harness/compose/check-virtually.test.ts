import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { canoCollectorVirtual } from '../../fixtures/systems/cano-collector/virtual.ts';
import { endpointStatisticsVirtual } from '../../fixtures/systems/endpoint-statistics/virtual.ts';
import { freightlinerVirtual } from '../../fixtures/systems/freightliner/virtual.ts';
import { k8sResourceMonitorVirtual } from '../../fixtures/systems/k8s-resource-monitor/virtual.ts';
import { virtualSystemSchema, type Witness } from '../contract/index.ts';
import { analyse, loadRules } from '../rules/index.ts';
import { casesOf, modelDisagrees } from '../virtual/cases.ts';
import { statesOf, type VirtualRule } from '../virtual/timeline.ts';
import { checkVirtually } from './check-virtually.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const systems = [canoCollectorVirtual, endpointStatisticsVirtual, freightlinerVirtual, k8sResourceMonitorVirtual].map(
  (system) => virtualSystemSchema.parse(system),
);

const checked = systems.flatMap(({ witnesses, ruleFiles }) => {
  const loaded = ruleFiles.map((file) => loadRules(file, readFileSync(`${root}/${file.path}`, 'utf8')));
  const rules = loaded.flatMap(({ groups }) => groups.flatMap((group) => group.rules));
  return witnesses.map((witness) => {
    const rule = rules.find(({ alert }) => alert === witness.alertname);
    const { operator, threshold, windowMs } = analyse(rule?.expr ?? '');
    const seconds = { windowSeconds: windowMs / 1000, forSeconds: (rule?.forMs ?? 0) / 1000, intervalSeconds: 15 };
    return { witness, rule: { operator, threshold, ...seconds } };
  });
});

const opposite: Readonly<Record<string, string>> = { '>': '<=', '==': '!=' };

/** Rules that each differ from the documented one in one point, by what that is. */
const mutantsOf = (rule: VirtualRule): Record<string, VirtualRule> => ({
  'threshold up': { ...rule, threshold: rule.threshold * 1.3 + (rule.threshold === 0 ? 2 : 0) },
  ...(rule.threshold === 0 ? {} : { 'threshold down': { ...rule, threshold: rule.threshold * 0.85 } }),
  'comparison turned round': { ...rule, operator: opposite[rule.operator] ?? '' },
  'for longer': { ...rule, forSeconds: rule.forSeconds + 15 },
  ...(rule.forSeconds === 0 ? {} : { 'for shorter': { ...rule, forSeconds: rule.forSeconds - 15 } }),
});

const isCaught = (witness: Witness, rule: VirtualRule, mutant: VirtualRule): boolean =>
  casesOf(witness, rule).cases.some(
    (each) =>
      each.name !== 'missing-label' &&
      modelDisagrees({ ...each, model: statesOf(each.levels, witness, mutant) }) !== undefined,
  );

describe('the cases of all 22 alerts', () => {
  it('are at least 180, and each that cannot exist has a reason', () => {
    const all = checked.map(({ witness, rule }) => casesOf(witness, rule));
    expect(all).toHaveLength(22);
    expect(all.flatMap(({ cases }) => cases).length).toBeGreaterThanOrEqual(180);
    expect(all.flatMap(({ impossible }) => impossible).every(({ reason }) => reason.length > 10)).toBe(true);
  });

  it('do by our own arithmetic what is asserted of them', () => {
    const wrong = checked.flatMap(({ witness, rule }) =>
      casesOf(witness, rule).cases.flatMap((each) => modelDisagrees(each) ?? []),
    );
    expect(wrong).toEqual([]);
  });

  it('catch every rule that differs in one point, but for the threshold that a finding makes void', () => {
    const missed = checked.flatMap(({ witness, rule }) =>
      Object.entries(mutantsOf(rule)).flatMap(([what, mutant]) =>
        isCaught(witness, rule, mutant) ? [] : [`${witness.alertname}: ${what}`],
      ),
    );
    expect(missed).toEqual(['HighErrorRate: threshold up', 'HighErrorRate: threshold down']);
  });
});

describe('bad input', () => {
  it('is refused before anything is evaluated', async () => {
    await expect(checkVirtually(root, ['shop'], 'promtool')).rejects.toMatchObject({ code: 'SYSTEM_UNKNOWN' });
  });

  it('ends where promtool is not there', async () => {
    const missing = checkVirtually(root, ['freightliner'], '/no/such/promtool');
    await expect(missing).rejects.toMatchObject({ code: 'TOOL_MISSING' });
  });
});
