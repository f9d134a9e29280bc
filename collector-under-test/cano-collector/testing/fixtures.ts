import type { Alert, Notice } from '../alerts/webhook-schema.ts';
import type { Destination } from '../config/schema.ts';

/** An alert as Alertmanager sends it. */
export function anAlert(overrides: Partial<Alert> = {}): Alert {
  return {
    status: 'firing',
    labels: { alertname: 'DiskFull', severity: 'critical', instance: 'db-1:9100' },
    annotations: { summary: 'The disk of db-1 is full' },
    startsAt: '2024-05-01T10:00:00.123456789Z',
    endsAt: '0001-01-01T00:00:00Z',
    generatorURL: 'http://prometheus.example/graph',
    fingerprint: 'a1b2c3d4e5f60718',
    ...overrides,
  };
}

/** The same alert after its end. */
export function aResolvedAlert(overrides: Partial<Alert> = {}): Alert {
  return anAlert({ status: 'resolved', endsAt: '2024-05-01T10:05:00Z', ...overrides });
}

/** A version 4 webhook with the given alerts. */
export function aWebhook(alerts: readonly Alert[] = [anAlert()]) {
  return {
    version: '4',
    groupKey: '{}:{alertname="DiskFull"}',
    truncatedAlerts: 0,
    status: alerts[0]?.status ?? 'firing',
    receiver: 'cano',
    groupLabels: { alertname: 'DiskFull' },
    commonLabels: {},
    commonAnnotations: {},
    externalURL: 'http://alertmanager.example',
    alerts,
  };
}

/** What a destination is told about an alert. */
export function aNotice(alert = anAlert()): Notice {
  const { receiver, groupKey, groupLabels, externalURL } = aWebhook();
  return { alert, receiver, groupKey, groupLabels, externalURL };
}

const common = {
  timeoutMs: 1_000,
  retry: { maxAttempts: 3, baseMs: 100, maxMs: 1_000, maxAgeMs: 60_000 },
  match: {},
};

/** One destination of each type. */
export const destinations = {
  slack: { ...common, name: 'chat', type: 'slack', url: 'http://slack.test/services/T0/B0/secret' },
  pagerduty: { ...common, name: 'pager', type: 'pagerduty', url: 'http://pager.test/v2/enqueue', routingKey: 'r-key' },
  webhook: { ...common, name: 'hook', type: 'webhook', url: 'http://hook.test/in', bearerToken: 'hook-token' },
} satisfies Record<string, Destination>;
