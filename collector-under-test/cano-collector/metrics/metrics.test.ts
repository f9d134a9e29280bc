import { expect, test } from 'vitest';
import { errorReasons, processingBuckets } from './alert-metrics.ts';
import { createMetrics } from './metrics.ts';

const sources = { queueDepth: () => 3, configModifiedAt: () => Promise.resolve(1_500) };

async function seriesOf(metrics: ReturnType<typeof createMetrics>): Promise<string[]> {
  return (await metrics.render()).body.split('\n').filter((line) => line.startsWith('cano_'));
}

test('errors and destinations exist at zero before anything happens', async () => {
  const metrics = createMetrics(sources);
  metrics.initialiseErrors();
  metrics.initialiseDestination({ destination: 'hook', type: 'webhook' });
  const series = await seriesOf(metrics);
  for (const reason of errorReasons) expect(series).toContain(`cano_alerts_errors_total{reason="${reason}"} 0`);
  expect(series).toContain('cano_destination_sent_total{destination="hook",type="webhook"} 0');
  expect(series).toContain('cano_destination_errors_total{destination="hook",type="webhook"} 0');
});

test('the processing duration has no labels, and bounds at 5 s and above', async () => {
  const series = await seriesOf(createMetrics(sources));
  expect(series).toContain('cano_alerts_processing_duration_seconds_bucket{le="5"} 0');
  expect(series).toContain('cano_alerts_processing_duration_seconds_count 0');
  expect(processingBuckets.filter((bound) => bound > 5 && bound <= 10).length).toBeGreaterThan(2);
});

test('times are seconds, and absent while unknown', async () => {
  const backup: { at?: number } = {};
  const metrics = createMetrics({ ...sources, backupSucceededAt: () => Promise.resolve(backup.at) });
  const name = 'cano_backup_last_success_timestamp';
  expect(await seriesOf(metrics)).toContain('cano_config_last_modified_timestamp 1.5');
  expect((await seriesOf(metrics)).filter((line) => line.startsWith(name))).toEqual([]);
  backup.at = 9_000;
  expect(await seriesOf(metrics)).toContain(`${name} 9`);
});

test('without backups there are no backup metrics', async () => {
  expect((await createMetrics(sources).render()).body).not.toContain('cano_backup');
});
