import type { Scenario } from '../../harness/index.ts';
import { endpointStatisticsAlerts, freightlinerAlerts } from './emitted-alerts.ts';
import { receiversDrill } from './support/receivers-drill.ts';

const annotations = {
  summary: 'High error rate detected',
  description: 'Error rate is above 10% for the last 5 minutes',
};
const endpointStatistics = 'fixtures/systems/endpoint-statistics/alertmanager-documented.yml';
const isCritical = (labels: Readonly<Record<string, string>>): boolean => labels['severity'] === 'critical';

const channels: Readonly<Record<string, string>> = {
  'slack-critical': '#incidents',
  'slack-notifications': '#monitoring',
  pagerduty: 'pagerduty',
  slack: '#freightliner-monitoring',
};
const places = (receivers: readonly string[]): string[] => receivers.map((name) => channels[name] ?? name);

const ofEndpointStatistics = endpointStatisticsAlerts.map(({ labels, receivers }) => ({
  ...{ labels, annotations, to: places(receivers), groupWaitMs: 30_000 },
}));

export const receivers: Scenario = {
  drills: [],
  impossible: [],
  scripted: [
    receiversDrill({
      id: 'routing/endpoint-statistics',
      title: 'the documented tree takes a critical alert to #incidents alone, and every other to #monitoring',
      system: 'endpoint-statistics',
      alertmanager: { path: endpointStatistics },
      sinks: { slack: 'slack' },
      alerts: ofEndpointStatistics,
      finding: {
        id: 'epstats.defect.critical-route-continue',
        documented: 'the critical route says `continue: true`, so that a critical alert goes on to #monitoring',
        shown: 'nothing comes behind it: a critical alert arrives in #incidents and nowhere else',
      },
    }),
    receiversDrill({
      id: 'routing/endpoint-statistics-corrected',
      title: 'with a second route behind it, `continue` takes a critical alert to #monitoring too',
      system: 'endpoint-statistics',
      alertmanager: {
        path: endpointStatistics,
        change: (text) => text.replace('continue: true', "continue: true\n  - receiver: 'slack-notifications'"),
      },
      sinks: { slack: 'slack' },
      alerts: ofEndpointStatistics.map((alert) => ({
        ...alert,
        to: isCritical(alert.labels) ? ['#incidents', '#monitoring'] : alert.to,
      })),
    }),
    receiversDrill({
      id: 'routing/freightliner',
      title:
        'the derived tree pages for a critical alert and tells Slack, and tells Slack of a warning after 5 minutes',
      system: 'freightliner',
      alertmanager: { path: 'fixtures/systems/freightliner/alertmanager-documented.yml', change: withoutInhibition },
      sinks: { slack: 'slack', pagerduty: 'pagerduty' },
      alerts: freightlinerAlerts.map(({ labels, receivers: names }) => ({
        ...{ labels, to: places(names), groupWaitMs: isCritical(labels) ? 10_000 : 300_000 },
      })),
    }),
  ],
};

/** All alerts fire at once here, and the derived inhibition would hide every warning. */
function withoutInhibition(text: string): string {
  return text.replace(/inhibit_rules:[^]*?\n(?=receivers:)/, '');
}
