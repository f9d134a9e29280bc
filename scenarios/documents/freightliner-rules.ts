import type { DocumentSuite } from '../../harness/index.ts';
import { changed, fires, lines, promql, silent } from './forms.ts';

/** The ten rules as they are derived from the document's prose. */
const rules = { document: 'fixtures/systems/freightliner/rules.yaml' } as const;
const custom = lines('004', '362-370', { within: { before: 'groups:\n- name: documented\n  rules:\n', indent: 2 } });
const replications = (status: string): string => `freightliner_replications_total{status="${status}"}`;
const duration = (le: string): string => `freightliner_replication_duration_seconds_bucket{le="${le}"}`;
const withRule = (rule: string) => ({ ...rules, within: { after: `      - ${rule}\n` } });

/** Where the alerts of freightliner leave its objectives, or its own words, uncovered. */
export const freightlinerRules: DocumentSuite = {
  checks: [
    {
      finding: 'freightliner.defect.slo-availability-alert-gap',
      shows:
        '9.9 % of replications fail for 12 hours, which spends the budget of 30 days, and nothing fires; a burn rate of 14.4 does',
      documented: promql({
        rules,
        series: { [replications('success')]: '0+901x720', [replications('failed')]: '0+99x720' },
        values: [{ at: '12h', expr: 'count(ALERTS)', value: 'none' }],
      }),
      corrected: promql({
        rules: withRule(
          'alert: BudgetBurn\n        expr: sum(rate(freightliner_replications_total{status!="success"}[1h])) / sum(rate(freightliner_replications_total[1h])) > 14.4 * 0.001',
        ),
        series: { [replications('success')]: '0+901x720', [replications('failed')]: '0+99x720' },
        values: [{ at: '12h', expr: 'count(ALERTS)', value: 1 }],
      }),
    },
    {
      finding: 'freightliner.defect.slo-latency-alert-gap',
      shows:
        'half of all replications take longer than the 60 s of the SLO for 12 hours and nothing fires; an alert on its own share does',
      documented: promql({
        rules,
        series: {
          [duration('60')]: '0+50x720',
          [duration('300')]: '0+100x720',
          [duration('600')]: '0+100x720',
          [duration('+Inf')]: '0+100x720',
        },
        values: [{ at: '12h', expr: 'count(ALERTS)', value: 'none' }],
      }),
      corrected: promql({
        rules: changed(rules, [
          'histogram_quantile(0.95, sum by (le) (rate(freightliner_replication_duration_seconds_bucket[5m]))) > 300',
          'histogram_quantile(0.99, sum by (le) (rate(freightliner_replication_duration_seconds_bucket[5m]))) > 60',
        ]),
        series: {
          [duration('60')]: '0+50x720',
          [duration('300')]: '0+100x720',
          [duration('600')]: '0+100x720',
          [duration('+Inf')]: '0+100x720',
        },
        values: [{ at: '12h', expr: 'count(ALERTS)', value: 1 }],
      }),
    },
    {
      finding: 'freightliner.defect.slo-http-alert-gap',
      shows: 'every request fails at 0.9 a second and nothing fires; the share of failures does',
      documented: promql({
        rules,
        series: { 'freightliner_http_requests_total{status="500"}': '0+54x60' },
        values: [silent('HighHTTP5xxRate', '30m')],
      }),
      corrected: promql({
        rules: changed(rules, [
          '"5.."}[5m])) > 1',
          '"5.."}[5m])) / sum(rate(freightliner_http_requests_total[5m])) > 0.005',
        ]),
        series: { 'freightliner_http_requests_total{status="500"}': '0+54x60' },
        values: [fires('HighHTTP5xxRate', '30m')],
      }),
    },
    {
      finding: 'freightliner.defect.down-alert-absent',
      shows: 'with the pods gone the rule is silent after half an hour; absent() fires',
      documented: promql({
        rules,
        series: { 'up{job="freightliner"}': '1x4 stale' },
        values: [silent('FreightlinerDown', '30m')],
      }),
      corrected: promql({
        rules: changed(rules, [
          'up{job="freightliner"} == 0',
          'up{job="freightliner"} == 0 or absent(up{job="freightliner"})',
        ]),
        series: { 'up{job="freightliner"}': '1x4 stale' },
        values: [fires('FreightlinerDown', '30m')],
      }),
    },
    {
      finding: 'freightliner.defect.scrape-config-all-ports',
      shows:
        'a port that serves no metrics is a target that is down, and the alert fires for a healthy service; with the metrics port kept it does not',
      documented: promql({
        rules,
        series: {
          'up{job="freightliner",instance="10.0.0.1:2112"}': '1x30',
          'up{job="freightliner",instance="10.0.0.1:8080"}': '0x30',
        },
        values: [fires('FreightlinerDown', '10m')],
      }),
      corrected: promql({
        rules,
        series: { 'up{job="freightliner",instance="10.0.0.1:2112"}': '1x30' },
        values: [silent('FreightlinerDown', '10m')],
      }),
    },
    {
      finding: 'freightliner.defect.replication-stopped',
      shows: 'when the process dies its series end and the alert for no activity is silent; absent() fires',
      documented: promql({
        rules,
        series: { [replications('success')]: '0+60x10 stale' },
        values: [silent('ReplicationStopped', '40m')],
      }),
      corrected: promql({
        rules: changed(rules, [
          '(rate(freightliner_replications_total[5m])) == 0',
          '(rate(freightliner_replications_total[5m])) == 0 or absent(freightliner_replications_total)',
        ]),
        series: { [replications('success')]: '0+60x10 stale' },
        values: [fires('ReplicationStopped', '40m')],
      }),
    },
    {
      finding: 'freightliner.defect.panics',
      shows: 'the first panic of a component, whose series is born at 1, is silent; one that begins at 0 fires',
      documented: promql({
        rules,
        series: { 'freightliner_panics_total{component="worker"}': '_x9 1x20' },
        values: [silent('ApplicationPanics', '12m')],
      }),
      corrected: promql({
        rules,
        series: { 'freightliner_panics_total{component="worker"}': '0x9 1x20' },
        values: [fires('ApplicationPanics', '12m')],
      }),
    },
    {
      finding: 'freightliner.defect.status-values',
      shows:
        'where a success is called otherwise than the rule presumes, all is a failure and it fires; with the right word it does not',
      documented: promql({
        rules,
        series: { [replications('succeeded')]: '0+60x30' },
        values: [fires('HighReplicationFailureRate', '20m')],
      }),
      corrected: promql({
        rules: changed(rules, ['!="success"', '!="succeeded"']),
        series: { [replications('succeeded')]: '0+60x30' },
        values: [silent('HighReplicationFailureRate', '20m')],
      }),
    },
    {
      finding: 'freightliner.defect.histogram-buckets',
      shows:
        'with 300 s as the highest finite bucket replications that take for ever are silent; a bucket of 600 s lets them fire',
      documented: promql({
        rules,
        series: { [duration('300')]: '0x60', [duration('+Inf')]: '0+60x60' },
        values: [silent('HighReplicationDuration', '40m')],
      }),
      corrected: promql({
        rules,
        series: { [duration('300')]: '0x60', [duration('600')]: '0x60', [duration('+Inf')]: '0+60x60' },
        values: [fires('HighReplicationDuration', '40m')],
      }),
    },
    {
      finding: 'freightliner.defect.memory-unit',
      shows: '4.1e9 bytes fire where 4 GB is read as 10^9 and are silent where it is read as 2^30',
      documented: promql({
        rules,
        series: { freightliner_memory_usage_bytes: '4.1e9x30' },
        values: [fires('HighMemoryUsage', '20m')],
      }),
      corrected: promql({
        rules: changed(rules, ['> 4e9', '> 4 * 1024 ^ 3']),
        series: { freightliner_memory_usage_bytes: '4.1e9x30' },
        values: [silent('HighMemoryUsage', '20m')],
      }),
    },
    {
      finding: 'freightliner.defect.inhibition-stopped',
      shows:
        'while nothing is replicated the share of failures is no number, so the alert to be suppressed is not there; while it works it is',
      documented: promql({
        rules,
        series: { [replications('success')]: '10x60', [replications('failed')]: '10x60' },
        values: [fires('ReplicationStopped', '40m'), silent('HighReplicationFailureRate', '40m')],
      }),
      corrected: promql({
        rules,
        series: { [replications('success')]: '0+10x60', [replications('failed')]: '0+10x60' },
        values: [silent('ReplicationStopped', '40m'), fires('HighReplicationFailureRate', '40m')],
      }),
    },
    {
      finding: 'freightliner.defect.custom-alert-template',
      shows: '`threshold` is a metric that is not there: a million is silent; a number fires',
      documented: promql({ rules: custom, series: { my_metric: '1e6x30' }, values: [silent('MyCustomAlert', '20m')] }),
      corrected: promql({
        rules: changed(custom, ['> threshold', '> 100']),
        series: { my_metric: '1e6x30' },
        values: [fires('MyCustomAlert', '20m')],
      }),
    },
    {
      finding: 'cross.defect.no-dead-mans-switch',
      shows: 'of a Prometheus that scrapes nothing no rule fires; a watchdog does',
      documented: promql({ rules, series: {}, values: [{ at: '1h', expr: 'count(ALERTS)', value: 'none' }] }),
      corrected: promql({
        rules: withRule('alert: Watchdog\n        expr: vector(1)'),
        series: {},
        values: [{ at: '1h', expr: 'count(ALERTS)', value: 1 }],
      }),
    },
  ],
};
