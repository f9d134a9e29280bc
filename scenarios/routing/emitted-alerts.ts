type Labels = Readonly<Record<string, string>>;

/** An alert with the labels that its rule really leaves on it, and the receivers that the documented tree gives it. */
export type EmittedAlert = { readonly labels: Labels; readonly receivers: readonly string[] };

const alert = (
  receivers: readonly string[],
  alertname: string,
  severity: string,
  metric: Labels = {},
): EmittedAlert => ({
  labels: { alertname, severity, ...metric },
  receivers,
});

const service = { job: 'endpoint-statistics', instance: '10.0.0.7:8080' };

/** A division keeps the labels of its series, `sum by (pod)` only the pod, a quantile over `by (le)` none. */
export const endpointStatisticsAlerts: readonly EmittedAlert[] = [
  alert(['slack-critical'], 'HighErrorRate', 'critical', {
    ...service,
    method: 'GET',
    endpoint: '/api',
    status: '500',
  }),
  alert(['slack-notifications'], 'SlowResponseTime', 'warning'),
  alert(['slack-notifications'], 'HighCPUUsage', 'warning', { pod: 'endpoint-stats-0' }),
];

const replicator = { job: 'freightliner', instance: '10.0.0.9:2112' };
const critical = ['pagerduty', 'slack'];
const warning = ['slack'];

/** None of the ten rules leaves a `component`, so that nothing reaches a dedicated channel. */
export const freightlinerAlerts: readonly EmittedAlert[] = [
  alert(critical, 'HighReplicationFailureRate', 'critical'),
  alert(critical, 'ReplicationStopped', 'critical'),
  alert(critical, 'FreightlinerDown', 'critical', replicator),
  alert(critical, 'HighHTTP5xxRate', 'critical'),
  alert(critical, 'HighMemoryUsage', 'critical', replicator),
  alert(critical, 'ApplicationPanics', 'critical', replicator),
  alert(warning, 'HighReplicationDuration', 'warning'),
  alert(warning, 'WorkerPoolSaturated', 'warning', replicator),
  alert(warning, 'HighHTTPLatency', 'warning'),
  alert(warning, 'HighAuthFailureRate', 'warning'),
];
