import type { Destination } from '../config/schema.ts';
import type { Message, OutgoingRequest } from './client.ts';
import { toSeverity } from './severity.ts';
import type { Severity } from './severity.ts';
import { truncate } from '../text.ts';
import { summarise } from './summary.ts';

const textLimit = 4_000;
const sectionLimit = 3_000;

const colours: Record<Severity, string> = {
  critical: '#d32f2f',
  error: '#f4511e',
  warning: '#fbc02d',
  info: '#1976d2',
};
const resolvedColour = '#388e3c';

/** Builds a Slack incoming-webhook message. */
export function slackRequest({ url }: Destination & { type: 'slack' }, { notice }: Message): OutgoingRequest {
  const { alert } = notice;
  const isResolved = alert.status === 'resolved';
  const title = escape(`[${alert.status.toUpperCase()}] ${summarise(alert)}`);
  const color = isResolved ? resolvedColour : colours[toSeverity(alert.labels['severity'])];
  const sections = [list('Labels', alert.labels), list('Annotations', alert.annotations)].filter((text) => text !== '');
  const blocks = sections.map((text) => ({ type: 'section', text: { type: 'mrkdwn', text } }));
  const text = truncate(title, textLimit);
  return { url, body: { text, attachments: [{ color, fallback: text, blocks }] } };
}

function list(title: string, pairs: Record<string, string>): string {
  const lines = Object.entries(pairs).map(([name, value]) => `• ${escape(name)}: ${escape(value)}`);
  return lines.length === 0 ? '' : truncate([`*${title}*`, ...lines].join('\n'), sectionLimit);
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
