/** What JSON can say. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** A valid payload of Alertmanager's webhook, version 4, with an alert for each id. Its URLs lead nowhere, at once. */
export const base = (ids: readonly number[]): Json => ({
  version: '4',
  groupKey: '{}:{alertname="Hostile"}',
  truncatedAlerts: 0,
  status: 'firing',
  receiver: 'cano-collector',
  groupLabels: { alertname: 'Hostile' },
  commonLabels: { alertname: 'Hostile', severity: 'warning' },
  commonAnnotations: {},
  externalURL: 'http://127.0.0.1:9',
  alerts: ids.map(alert),
});

const alert = (id: number): Json => {
  const resolved = id % 4 === 3;
  return {
    status: resolved ? 'resolved' : 'firing',
    labels: { alertname: 'Hostile', severity: 'warning', instance: `hostile-${id}` },
    annotations: { summary: `Hostile alert ${id}`, runbook_url: 'http://127.0.0.1:9/hostile' },
    startsAt: '2026-01-05T08:00:00.123456789Z',
    endsAt: resolved ? '2026-01-05T08:05:00Z' : '0001-01-01T00:00:00Z',
    generatorURL: 'http://127.0.0.1:9/graph',
    fingerprint: id.toString(16).padStart(16, '0'),
  };
};
