import type { DocumentSuite } from '../../harness/index.ts';
import { changed, fires, inGroup, lines, promql, silent } from './forms.ts';

const down = inGroup('000', '71-78');
const errorRate = inGroup('000', '80-87');
const latency = inGroup('000', '89-96');
const destination = inGroup('000', '98-105');
const backup = inGroup('001', '322-329');
const configuration = inGroup('001', '331-338');
const up = 'up{job="cano-collector"}';
const destinationErrors = 'cano_destination_errors_total{destination="slack"}';
const bucket = (le: string): string => `cano_alerts_processing_duration_seconds_bucket{le="${le}"}`;

/** What the six documented rules of cano-collector do not see, or see too much of. */
export const canoCollectorRules: DocumentSuite = {
  checks: [
    {
      finding: 'cano.defect.down-alert-absent',
      shows: 'with the target gone the documented rule is silent after half an hour; absent() fires',
      documented: promql({ rules: down, series: { [up]: '1x4 stale' }, values: [silent('CanoCollectorDown', '30m')] }),
      corrected: promql({
        rules: changed(down, ['== 0', '== 0 or absent(up{job="cano-collector"})']),
        series: { [up]: '1x4 stale' },
        values: [fires('CanoCollectorDown', '30m')],
      }),
    },
    {
      finding: 'cano.defect.backup-metric-not-exposed',
      shows: 'without the series no backup alert fires in 72 hours; absent() fires',
      documented: promql({
        rules: backup,
        series: { [up]: '1x4320' },
        values: [silent('CanoCollectorBackupFailed', '72h')],
      }),
      corrected: promql({
        rules: changed(backup, ['> 86400', '> 86400 or absent(cano_backup_last_success_timestamp)']),
        series: { [up]: '1x4320' },
        values: [fires('CanoCollectorBackupFailed', '72h')],
      }),
    },
    {
      finding: 'cano.defect.config-age-metric-not-exposed',
      shows: 'without the series no configuration is ever old; absent() fires',
      documented: promql({
        rules: configuration,
        series: { [up]: '1x4320' },
        values: [silent('CanoCollectorConfigOld', '72h')],
      }),
      corrected: promql({
        rules: changed(configuration, ['> 2592000', '> 2592000 or absent(cano_config_last_modified_timestamp)']),
        series: { [up]: '1x4320' },
        values: [fires('CanoCollectorConfigOld', '72h')],
      }),
    },
    {
      finding: 'cano.defect.backup-alert-25h',
      shows:
        'a backup that is 24 h 30 min old raises nothing, though the description says 24 hours; it does without the hour of `for`',
      documented: promql({
        rules: backup,
        interval: '5m',
        series: { cano_backup_last_success_timestamp: '0x320' },
        values: [silent('CanoCollectorBackupFailed', '24h30m'), silent('CanoCollectorBackupFailed', '25h')],
      }),
      corrected: promql({
        rules: changed(backup, ['for: 1h', 'for: 0s']),
        interval: '5m',
        series: { cano_backup_last_success_timestamp: '0x320' },
        values: [fires('CanoCollectorBackupFailed', '24h30m'), fires('CanoCollectorBackupFailed', '25h')],
      }),
    },
    {
      finding: 'cano.defect.high-error-rate-absolute',
      shows: 'every alert fails at 0.05 a second and nothing fires; the share of failures does',
      documented: promql({
        rules: errorRate,
        series: { cano_alerts_errors_total: '0+3x30', cano_alerts_received_total: '0+3x30' },
        values: [silent('CanoCollectorHighErrorRate', '20m')],
      }),
      corrected: promql({
        rules: changed(errorRate, ['[5m])', '[5m]) / rate(cano_alerts_received_total[5m])']),
        series: { cano_alerts_errors_total: '0+3x30', cano_alerts_received_total: '0+3x30' },
        values: [fires('CanoCollectorHighErrorRate', '20m')],
      }),
    },
    {
      finding: 'cano.defect.high-latency-bucket-cap',
      shows:
        'with 5 s as the highest finite bucket the quantile stops at 5 however slow it is; a bucket of 10 s lets it fire',
      documented: promql({
        rules: latency,
        series: { [bucket('5')]: '0x30', [bucket('+Inf')]: '0+60x30' },
        values: [silent('CanoCollectorHighLatency', '20m')],
      }),
      corrected: promql({
        rules: latency,
        series: { [bucket('5')]: '0x30', [bucket('10')]: '0x30', [bucket('+Inf')]: '0+60x30' },
        values: [fires('CanoCollectorHighLatency', '20m')],
      }),
    },
    {
      finding: 'cano.defect.destination-failure-hair-trigger',
      shows: 'one failed delivery raises the alert; a rule that asks for more than three does not',
      documented: promql({
        rules: destination,
        series: { [destinationErrors]: '0x9 1x20' },
        values: [fires('CanoCollectorDestinationFailure', '13m')],
      }),
      corrected: promql({
        rules: changed(destination, ['rate(', 'increase('], ['> 0', '> 3']),
        series: { [destinationErrors]: '0x9 1x20' },
        values: [silent('CanoCollectorDestinationFailure', '13m')],
      }),
    },
    {
      finding: 'cano.defect.destination-failure-first-error-missed',
      shows: 'a series that is born at 1 has no increase, so the first failure is silent; one that begins at 0 fires',
      documented: promql({
        rules: destination,
        series: { [destinationErrors]: '_x9 1x20' },
        values: [silent('CanoCollectorDestinationFailure', '13m')],
      }),
      corrected: promql({
        rules: destination,
        series: { [destinationErrors]: '0x9 1x20' },
        values: [fires('CanoCollectorDestinationFailure', '13m')],
      }),
    },
    {
      finding: 'cano.defect.success-rate-query',
      shows: 'for a destination that never failed the documented query is empty; with a zero for its errors it is 1',
      documented: promql({
        rules: lines('000', '53', {
          within: { before: 'groups:\n- name: q\n  rules:\n  - record: success\n    expr: >-\n', indent: 6 },
        }),
        series: { 'cano_destination_sent_total{destination="slack"}': '0+5x30' },
        values: [{ at: '20m', expr: 'sum(success)', value: 'none' }],
      }),
      corrected: promql({
        rules: lines('000', '53', {
          within: { before: 'groups:\n- name: q\n  rules:\n  - record: success\n    expr: >-\n', indent: 6 },
          replace: [
            [
              '+ rate(cano_destination_errors_total[5m])',
              '+ (rate(cano_destination_errors_total[5m]) or 0 * rate(cano_destination_sent_total[5m]))',
            ],
          ],
        }),
        series: { 'cano_destination_sent_total{destination="slack"}': '0+5x30' },
        values: [{ at: '20m', expr: 'sum(success)', value: 1 }],
      }),
    },
    {
      finding: 'cano.defect.maintenance-rules-no-group',
      shows: 'promtool refuses the two rules as they stand; in a group it takes them',
      documented: {
        run: { kind: 'rules', text: lines('001', '322-338') },
        expect: { status: 'refused', says: 'FAILED' },
      },
      corrected: {
        run: { kind: 'rules', text: inGroup('001', '322-338') },
        expect: { status: 'accepted', says: '2 rules' },
      },
    },
  ],
};
