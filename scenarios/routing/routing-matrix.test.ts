import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { RuleFile } from '../../harness/contract/index.ts';
import { loadRules, receiversOf } from '../../harness/rules/index.ts';
import { endpointStatisticsAlerts, freightlinerAlerts, type EmittedAlert } from './emitted-alerts.ts';

const toolchain = process.env['FIREDRILL_TOOLCHAIN'];
const amtool = join(toolchain ?? '', 'amtool');
const read = (path: string): string => readFileSync(join(import.meta.dirname, '../../fixtures/systems', path), 'utf8');

type Tree = {
  readonly system: string;
  readonly rules: RuleFile;
  readonly alerts: readonly EmittedAlert[];
  /** Changes that break the tree, each one of the first text by the second. */
  readonly broken: Readonly<Record<string, readonly [string, string]>>;
};

const trees: readonly Tree[] = [
  {
    system: 'endpoint-statistics',
    rules: { path: 'endpoint-statistics/prometheus-rule.yaml', form: 'prometheus-rule' },
    alerts: endpointStatisticsAlerts,
    broken: {
      'the critical route is gone': ['severity: critical', 'severity: none'],
      'the critical route goes elsewhere': ["receiver: 'slack-critical'", "receiver: 'slack-notifications'"],
      'the default goes elsewhere': ["receiver: 'slack-notifications'", "receiver: 'slack-critical'"],
    },
  },
  {
    system: 'freightliner',
    rules: { path: 'freightliner/rules.yaml', form: 'rules' },
    alerts: freightlinerAlerts,
    broken: {
      'nobody is paged': ['receiver: pagerduty', 'receiver: slack-component'],
      'the page is the end': ['group_wait: 10s\n      continue: true', 'group_wait: 10s'],
      'a warning pages': [
        `['severity="critical"']\n      receiver: pagerduty`,
        `['severity=~".+"']\n      receiver: pagerduty`,
      ],
    },
  },
];

const reached = async (config: string, alerts: readonly EmittedAlert[]): Promise<string[][]> =>
  await receiversOf(
    amtool,
    config,
    alerts.map(({ labels }) => labels),
  );

describe.each(trees)('the documented tree of $system', ({ system, rules, alerts, broken }) => {
  const config = read(`${system}/alertmanager-documented.yml`);
  const expected = alerts.map(({ receivers }) => receivers);

  test('is asked about every alert of its rules, with the severity that the rule gives it', () => {
    const written = loadRules(rules, read(rules.path)).groups.flatMap((group) => group.rules);
    expect(alerts.map(({ labels }) => [labels['alertname'], labels['severity']])).toEqual(
      written.map(({ alert, labels }) => [alert, labels['severity']]),
    );
  });

  test.skipIf(toolchain === undefined)('takes each to the documented receivers', async () => {
    expect(await reached(config, alerts)).toEqual(expected);
  });

  test.skipIf(toolchain === undefined).each(Object.entries(broken))(
    'is seen to be wrong when %s',
    async (_, [from, to]) => {
      expect(config).toContain(from);
      expect(await reached(config.replace(from, to), alerts)).not.toEqual(expected);
    },
  );
});

describe.skipIf(toolchain === undefined)('what the documents do not say', () => {
  test('`continue` on the last route takes a critical alert nowhere else (epstats.defect.critical-route-continue)', async () => {
    const config = read('endpoint-statistics/alertmanager-documented.yml');
    const without = config.replace('    continue: true\n', '');
    const corrected = config.replace('continue: true', "continue: true\n  - receiver: 'slack-notifications'");
    const labels = [{ severity: 'critical' }, { severity: 'warning' }];
    expect(without).not.toBe(config);
    expect(await receiversOf(amtool, without, labels)).toEqual(await receiversOf(amtool, config, labels));
    expect(await receiversOf(amtool, corrected, labels)).toEqual([
      ['slack-critical', 'slack-notifications'],
      ['slack-notifications'],
    ]);
  });

  test('only an alert with a component reaches a dedicated channel (freightliner.defect.component-labels)', async () => {
    const config = read('freightliner/alertmanager-documented.yml');
    const labels = [{ severity: 'critical', component: 'my-component' }];
    expect(await receiversOf(amtool, config, labels)).toEqual([['slack-component', 'pagerduty', 'slack']]);
  });
});

test.skipIf(toolchain === undefined)('says what amtool says of a tree that it refuses', async () => {
  await expect(receiversOf(amtool, 'route: { receiver: nobody }', [{ a: 'b' }])).rejects.toMatchObject({
    code: 'ALERTMANAGER_CONFIG_INVALID',
    message: expect.stringContaining('nobody') as string,
  });
});
