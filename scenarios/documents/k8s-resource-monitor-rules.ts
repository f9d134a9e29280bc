import type { DocumentSuite } from '../../harness/index.ts';
import { changed, fires, lines, promql, silent } from './forms.ts';

const rules = lines('003', '560-585');
const memory = (container: string): string =>
  `container_memory_usage_bytes{pod="k8s-resource-monitor-1",container="${container}"}`;

/** What the three documented rules of k8s-resource-monitor, and its panels, do. */
export const k8sResourceMonitorRules: DocumentSuite = {
  checks: [
    {
      finding: 'k8smon.defect.down-alert-absent',
      shows: 'with the target gone the rule is silent after half an hour; absent() fires',
      documented: promql({
        rules,
        series: { 'up{job="k8s-resource-monitor"}': '1x4 stale' },
        values: [silent('K8sResourceMonitorDown', '30m')],
      }),
      corrected: promql({
        rules: changed(rules, ['== 0', '== 0 or absent(up{job="k8s-resource-monitor"})']),
        series: { 'up{job="k8s-resource-monitor"}': '1x4 stale' },
        values: [fires('K8sResourceMonitorDown', '30m')],
      }),
    },
    {
      finding: 'k8smon.defect.collection-errors-metric-missing',
      shows:
        'with the five metrics of the document and no error counter nothing fires while collection is dead; absent() does',
      documented: promql({
        rules,
        series: { collection_duration_seconds_count: '5x120', pods_collected_total: '0x120' },
        values: [silent('CollectionFailed', '100m')],
      }),
      corrected: promql({
        rules: changed(rules, ['> 5', '> 5 or absent(collection_errors_total)']),
        series: { collection_duration_seconds_count: '5x120', pods_collected_total: '0x120' },
        values: [fires('CollectionFailed', '100m')],
      }),
    },
    {
      finding: 'k8smon.defect.high-memory-duplicates',
      shows: 'one pod raises two alerts, because its own cgroup matches; without that series it is one',
      documented: promql({
        rules,
        series: { [memory('monitor')]: '1.5e9x30', [memory('')]: '1.6e9x30' },
        values: [fires('K8sResourceMonitorHighMemory', '20m', 2)],
      }),
      corrected: promql({
        rules: changed(rules, ['bytes{pod', 'bytes{container!="",pod']),
        series: { [memory('monitor')]: '1.5e9x30', [memory('')]: '1.6e9x30' },
        values: [fires('K8sResourceMonitorHighMemory', '20m')],
      }),
    },
    {
      finding: 'k8smon.defect.high-memory-threshold',
      shows: 'a pod at half of its documented limit of 2Gi fires; nine tenths of the limit do not',
      documented: promql({
        rules,
        series: { [memory('monitor')]: '1073741824x30' },
        values: [fires('K8sResourceMonitorHighMemory', '20m')],
      }),
      corrected: promql({
        rules: changed(rules, ['> 1e9', '> 0.9 * 2 * 1024 ^ 3']),
        series: { [memory('monitor')]: '1073741824x30' },
        values: [silent('K8sResourceMonitorHighMemory', '20m')],
      }),
    },
    {
      finding: 'k8smon.defect.collection-failed-boundary',
      shows:
        'exactly five errors in the hour fire the alert of more than five; counted without extrapolation they do not',
      documented: promql({
        rules,
        interval: '7s',
        series: { collection_errors_total: '100x344 101x100 102x100 103x100 104x100 105x400' },
        values: [fires('CollectionFailed', '100m')],
      }),
      corrected: promql({
        rules: changed(rules, [
          'increase(collection_errors_total[1h]) > 5',
          'collection_errors_total - collection_errors_total offset 1h > 5',
        ]),
        interval: '7s',
        series: { collection_errors_total: '100x344 101x100 102x100 103x100 104x100 105x400' },
        values: [silent('CollectionFailed', '100m')],
      }),
    },
    {
      finding: 'k8smon.defect.collection-stalled-unalerted',
      shows: 'collection stands still for two hours and nothing fires; a rule on its counter does',
      documented: promql({
        rules,
        series: {
          'up{job="k8s-resource-monitor"}': '1x150',
          collection_duration_seconds_count: '5x150',
          collection_errors_total: '0x150',
        },
        values: [{ at: '2h', expr: 'count(ALERTS)', value: 'none' }],
      }),
      corrected: promql({
        rules: {
          ...rules,
          within: {
            after: '  - alert: CollectionStalled\n    expr: increase(collection_duration_seconds_count[30m]) == 0\n',
          },
        },
        series: {
          'up{job="k8s-resource-monitor"}': '1x150',
          collection_duration_seconds_count: '5x150',
          collection_errors_total: '0x150',
        },
        values: [{ at: '2h', expr: 'count(ALERTS)', value: 1 }],
      }),
    },
    {
      finding: 'k8smon.defect.dashboard-bare-histogram',
      shows: 'the query of the panel is empty on a histogram; its mean is not',
      documented: promql({
        series: { collection_duration_seconds_sum: '0+6x30', collection_duration_seconds_count: '0+3x30' },
        values: [{ at: '20m', expr: 'collection_duration_seconds', value: 'none' }],
      }),
      corrected: promql({
        series: { collection_duration_seconds_sum: '0+6x30', collection_duration_seconds_count: '0+3x30' },
        values: [
          {
            at: '20m',
            expr: 'sum(rate(collection_duration_seconds_sum[5m])) / sum(rate(collection_duration_seconds_count[5m]))',
            value: 2,
          },
        ],
      }),
    },
  ],
};
