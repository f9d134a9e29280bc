import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { HarnessError } from '../core/index.ts';
import { loadRules, toRuleFile, type LoadedRules } from './index.ts';

const system = new URL('../../fixtures/systems/cano-collector/', import.meta.url);
const fixture = (name: string) => readFileSync(new URL(name, system), 'utf8');
const load = (text: string) => loadRules({ path: 'r.yml', form: 'rules' }, text);
const refusal = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    if (error instanceof HarnessError) return `${error.code} ${error.message}`;
    throw error;
  }
  throw new Error('expected a refusal');
};
const rule = (...lines: string[]) =>
  ['groups:', '  - name: g', '    rules:', ...lines.map((line) => `      ${line}`)].join('\n');
const alerts = ({ groups }: LoadedRules) =>
  groups.flatMap(({ name, rules }) =>
    rules.map(({ alert, forMs, line }) => `${name} ${alert ?? ''} ${forMs} l.${line}`),
  );

describe('loadRules', () => {
  it('takes the groups of a PrometheusRule from its spec, with the line of each rule', () => {
    const loaded = loadRules({ path: 'p.yaml', form: 'prometheus-rule' }, fixture('prometheus-rule.yaml'));
    expect(alerts(loaded)).toEqual([
      'cano-collector CanoCollectorDown 60000 l.10',
      'cano-collector CanoCollectorHighErrorRate 120000 l.19',
      'cano-collector CanoCollectorHighLatency 120000 l.28',
      'cano-collector CanoCollectorDestinationFailure 60000 l.37',
    ]);
  });

  it('wraps a bare list in a group of the given name', () => {
    const loaded = loadRules(
      { path: 'm.yaml', form: 'bare-list', group: 'maintenance' },
      fixture('maintenance-alerts.yaml'),
    );
    expect(alerts(loaded).map((each) => each.replace(/ l\..*/, ''))).toEqual([
      'maintenance CanoCollectorBackupFailed 3600000',
      'maintenance CanoCollectorConfigOld 3600000',
    ]);
    expect(loadRules({ path: 'm.yml', form: 'rules' }, toRuleFile(loaded)).groups[0]?.rules[0]).toMatchObject({
      expr: 'time() - cano_backup_last_success_timestamp > 86400',
      annotations: { description: 'Backup has not completed successfully in 24 hours' },
    });
  });

  it('keeps what a rule file says beside alerts: group labels, limit, query offset, anchors, numbers as written', () => {
    const text = [
      'groups:',
      '  - name: g',
      '    interval: 30s',
      '    query_offset: 1m',
      '    limit: 10',
      '    labels: { team: a }',
      '    rules:',
      '      - { alert: A, expr: up == 0, labels: &l { version: 1.10 } }',
      '      - { alert: B, expr: up == 0, labels: *l }',
    ].join('\n');
    const group = load(text).groups[0]!;
    expect(group).toMatchObject({ intervalMs: 30_000, queryOffsetMs: 60_000, limit: '10', labels: { team: 'a' } });
    expect(group.rules.map(({ labels }) => labels)).toEqual([{ version: '1.10' }, { version: '1.10' }]);
    expect(toRuleFile(load(text))).toBe(text);
  });

  it('lets an alert come twice in a group with other labels, as one for each severity', () => {
    const both = (second: string) =>
      rule(
        '- {alert: A, expr: up == 0, labels: {severity: warning}}',
        `- {alert: A, expr: up == 0, labels: {severity: ${second}}}`,
      );
    expect(load(both('critical')).groups[0]?.rules).toHaveLength(2);
    expect(refusal(() => load(both('warning')))).toBe(
      'RULES_INVALID r.yml:5:9: an alert comes twice in a group with the same labels; got A',
    );
  });

  it.each([
    ['an unknown key', rule('- alert: A', '  expr: up', '  fro: 1m'), 'r.yml:6:9: unknown key of a rule'],
    ['no expression', rule('- alert: A'), 'r.yml:4:9: a rule has no expression'],
    [
      'an alert that is a record too',
      rule('- alert: A', '  record: b', '  expr: up'),
      'r.yml:4:9: a rule is an alert or a record',
    ],
    ['neither', rule('- expr: up'), 'r.yml:4:9: a rule is an alert or a record'],
    [
      'a record with for',
      rule('- record: a:b', '  expr: up', '  for: 1m'),
      'r.yml:6:14: a recording rule cannot have this key; got for',
    ],
    [
      'a bad duration',
      rule('- alert: A', '  expr: up', '  for: 1 minute'),
      'r.yml:6:14: for is no duration; expected such as 5m; got 1 minute',
    ],
    ['a list as expression', rule('- alert: A', '  expr: [up]'), 'r.yml:5:15: expr is no text'],
    ['YAML that does not parse', 'groups: [', 'r.yml:1:10'],
    ['an unknown key of the file', 'group: []', 'r.yml:1:1: unknown key of a rule file'],
    ['no rule at all', 'groups: []', 'r.yml:1:1: the file has no rule'],
    ['an empty file', '', 'r.yml:1:1: not a rule file'],
    ['a group without a name', 'groups: [{ rules: [] }]', 'r.yml:1:10: a group has no name'],
    [
      'a group twice',
      'groups:\n- {name: g, rules: [{alert: A, expr: up}]}\n- name: g',
      'r.yml:3:3: a group comes twice in a file; got g',
    ],
  ])('refuses %s, and says where', (_, text, message) => {
    expect(refusal(() => load(text))).toContain(`RULES_INVALID ${message}`);
  });

  it.each([
    ['plain', rule('- alert: A', '  expr: rate(x[5m) > 1'), '5:24', ') > 1'],
    ['quoted', rule('- alert: A', `  expr: 'up{a=''b''} = 0'`), '5:28', '= 0'],
    ['double-quoted', rule('- alert: A', '  expr: "up{a=\\"b\\"} = 0"'), '5:28', '= 0'],
    ['a literal block', rule('- alert: A', '  expr: |', '    sum(up)', '      and foo bar'), '7:21', 'bar'],
    ['a folded block', rule('- alert: A', '  expr: >-', '    sum(up)', '    and foo bar'), '7:19', 'bar'],
    ['several plain lines', rule('- alert: A', '  expr: sum(up)', '    and foo bar'), '6:19', 'bar'],
    ['what ends too early', rule('- alert: A', '  expr: sum(up) >'), '5:24', 'its end'],
  ])('points at the mistake in PromQL that is %s', (_, text, position, got) => {
    expect(refusal(() => load(text))).toBe(`RULES_INVALID r.yml:${position}: the expression is not PromQL; got ${got}`);
  });
});
