import type { CheckProbe, CheckText, DocumentSuite } from '../../harness/index.ts';
import { changed, lines, shell } from './forms.ts';

const documented = lines('002', '641-679');
const tree = (text: CheckText, severity: string, receivers: string): CheckProbe => ({
  run: { kind: 'route', text, labels: ['alertname=Any', `severity=${severity}`] },
  expect: { status: 'accepted', says: `^${receivers}$` },
});
const checked = (text: CheckText, says: string): CheckProbe => ({
  run: { kind: 'alertmanager-config', text },
  expect: { status: 'accepted', says },
});
const secret = (line: string): string =>
  `route: {receiver: slack}\nreceivers:\n- name: slack\n  slack_configs:\n  - channel: '#a'\n    ${line}\n`;
const alerts = (annotations: Record<string, string>): string =>
  JSON.stringify({
    status: 'firing',
    alerts: [{ status: 'firing', labels: { severity: 'warning', destination: 'pagerduty' }, annotations }],
  });
/** Has amtool render the documented text of the Slack message. */
const render = `amtool template render --template.glob=none.tmpl --template.text="$(cat text.tmpl)" --template.data=data.json`;
const rendered = (annotations: Record<string, string>, says: string): CheckProbe =>
  shell(
    {
      program: 'sh',
      script: render,
      files: { 'text.tmpl': lines('002', '664-668'), 'data.json': alerts(annotations), 'none.tmpl': '' },
    },
    { status: 'accepted', says },
  );

/** What Alertmanager makes of the documented routing. */
export const alertmanagerConfigs: DocumentSuite = {
  checks: [
    {
      finding: 'epstats.defect.critical-route-continue',
      shows: 'a critical alert goes to one receiver in spite of `continue`; with a second route it goes to both',
      documented: tree(documented, 'critical', 'slack-critical'),
      corrected: tree(
        changed(documented, ['    continue: true', "    continue: true\n  - receiver: 'slack-notifications'"]),
        'critical',
        'slack-critical,slack-notifications',
      ),
    },
    {
      finding: 'cross.defect.severity-info-unrouted',
      shows: 'severity info falls to the default receiver; with a route of its own it does not',
      documented: tree(documented, 'info', 'slack-notifications'),
      corrected: tree(
        changed(documented, [
          '    continue: true',
          "    continue: true\n  - match: {severity: info}\n    receiver: 'slack-critical'",
        ]),
        'info',
        'slack-critical',
      ),
    },
    {
      finding: 'epstats.defect.no-inhibition',
      shows: 'amtool counts no inhibition rule; with one it counts it',
      documented: checked(documented, '0 inhibit rules'),
      corrected: checked(
        {
          ...documented,
          within: {
            after:
              'inhibit_rules:\n- source_matchers: [severity="critical"]\n  target_matchers: [severity="warning"]\n  equal: [alertname]\n',
          },
        },
        '1 inhibit rules',
      ),
    },
    {
      finding: 'epstats.defect.receivers-claim',
      shows:
        'amtool counts two receivers where Slack, e-mail and PagerDuty are promised; with the others it counts four',
      documented: checked(documented, '2 receivers'),
      corrected: checked(
        {
          ...documented,
          within: {
            after:
              "- name: email\n  email_configs:\n  - {to: a@example.org, from: b@example.org, smarthost: 'example.org:25'}\n- name: pagerduty\n  pagerduty_configs:\n  - {routing_key: key}\n",
          },
        },
        '4 receivers',
      ),
    },
    {
      finding: 'freightliner.defect.alertmanager-secrets-unused',
      shows: 'Alertmanager takes a variable for an address and refuses it; a file it takes',
      documented: {
        run: { kind: 'alertmanager-config', text: secret("api_url: '${SLACK_WEBHOOK}'") },
        expect: { status: 'refused', says: 'unsupported scheme' },
      },
      corrected: checked(secret('api_url_file: /etc/alertmanager/secrets/slack-webhook'), 'SUCCESS'),
    },
    {
      finding: 'k8smon.defect.alerts-no-description',
      shows: 'the message has an empty description for an alert with a summary only; with a description it has one',
      documented: rendered({ summary: 'K8s Resource Monitor is down' }, 'Description:\\*\\s*$'),
      corrected: rendered(
        { summary: 'K8s Resource Monitor is down', description: 'No scrape' },
        'Description:\\* No scrape',
      ),
    },
    {
      finding: 'cano.defect.annotations-no-labels',
      shows: 'the message for one destination does not name it; with the label in its annotation it does',
      documented: {
        ...rendered(
          {
            summary: 'Destination failures in cano-collector',
            description: 'Cano-collector is failing to send to destinations',
          },
          'Description',
        ),
        expect: { status: 'accepted', says: 'Description', saysNot: 'pagerduty' },
      },
      corrected: rendered(
        { summary: 'Destination failures', description: 'Cano-collector is failing to send to pagerduty' },
        'pagerduty',
      ),
    },
  ],
};
