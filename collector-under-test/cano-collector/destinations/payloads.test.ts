import { expect, test } from 'vitest';
import { webhookSchema } from '../alerts/webhook-schema.ts';
import { aNotice, aResolvedAlert, anAlert, destinations } from '../testing/fixtures.ts';
import { pagerdutyRequest } from './pagerduty.ts';
import { toSeverity } from './severity.ts';
import { slackRequest } from './slack.ts';
import { webhookRequest } from './webhook.ts';

const message = (alert = anAlert()) => ({ notice: aNotice(alert), idempotencyKey: 'k' });

test('slack gets a line, a colour and the labels', () => {
  expect(slackRequest(destinations.slack, message()).body).toEqual({
    text: '[FIRING] DiskFull: The disk of db-1 is full',
    attachments: [
      {
        color: '#d32f2f',
        fallback: '[FIRING] DiskFull: The disk of db-1 is full',
        blocks: [
          {
            type: 'section',
            text: {
              type: 'mrkdwn',
              text: '*Labels*\n• alertname: DiskFull\n• severity: critical\n• instance: db-1:9100',
            },
          },
          { type: 'section', text: { type: 'mrkdwn', text: '*Annotations*\n• summary: The disk of db-1 is full' } },
        ],
      },
    ],
  });
});

test('slack texts are escaped and stay within its limits', () => {
  const alert = anAlert({ labels: { alertname: '<!channel>' }, annotations: { summary: 'x'.repeat(50_000) } });
  const { text, attachments } = slackRequest(destinations.slack, message(alert)).body as {
    text: string;
    attachments: { blocks: { text: { text: string } }[] }[];
  };
  expect(text).toContain('&lt;!channel&gt;');
  expect(text.length).toBeLessThanOrEqual(4_000);
  for (const block of attachments[0]!.blocks) expect(block.text.text.length).toBeLessThanOrEqual(3_000);
});

test('pagerduty gets an Events API v2 trigger', () => {
  expect(pagerdutyRequest(destinations.pagerduty, message()).body).toEqual({
    routing_key: 'r-key',
    event_action: 'trigger',
    dedup_key: 'a1b2c3d4e5f60718',
    client: 'cano-collector',
    client_url: 'http://alertmanager.example',
    payload: {
      summary: 'DiskFull: The disk of db-1 is full',
      source: 'db-1:9100',
      severity: 'critical',
      timestamp: '2024-05-01T10:00:00.123456789Z',
      custom_details: { labels: anAlert().labels, annotations: anAlert().annotations },
    },
  });
});

test('pagerduty resolves what it triggered', () => {
  const [trigger, resolve] = [anAlert(), aResolvedAlert()].map(
    (alert) => pagerdutyRequest(destinations.pagerduty, message(alert)).body as Record<string, unknown>,
  );
  expect(resolve!['event_action']).toBe('resolve');
  expect(resolve!['dedup_key']).toBe(trigger!['dedup_key']);
});

test('pagerduty summaries stay within the limit', () => {
  const alert = anAlert({ annotations: { summary: 'x'.repeat(5_000) } });
  const { payload } = pagerdutyRequest(destinations.pagerduty, message(alert)).body as { payload: { summary: string } };
  expect(payload.summary).toHaveLength(1_024);
});

test.each([
  ['critical', 'critical'],
  ['PAGE', 'critical'],
  ['error', 'error'],
  ['warn', 'warning'],
  ['info', 'info'],
  ['odd', 'warning'],
  ['constructor', 'warning'],
  ['__proto__', 'warning'],
  [undefined, 'warning'],
])('the severity %s becomes %s', (label, severity) => expect(toSeverity(label)).toBe(severity));

test('webhooks get what Alertmanager would send', () => {
  const { body, headers } = webhookRequest(destinations.webhook, message());
  expect(webhookSchema.parse(body).alerts).toEqual([anAlert()]);
  expect(headers).toEqual({ authorization: 'Bearer hook-token' });
});
