import type { Destination } from '../config/schema.ts';
import type { Message, OutgoingRequest } from './client.ts';
import { toSeverity } from './severity.ts';
import { truncate } from '../text.ts';
import { summarise } from './summary.ts';

const summaryLimit = 1_024;
const dedupKeyLimit = 255;

/** Builds a PagerDuty Events API v2 event: firing triggers, resolved resolves the same incident. */
export function pagerdutyRequest(
  { url, routingKey }: Destination & { type: 'pagerduty' },
  { notice }: Message,
): OutgoingRequest {
  const { alert, externalURL } = notice;
  const { labels, annotations } = alert;
  const body = {
    routing_key: routingKey,
    event_action: alert.status === 'resolved' ? 'resolve' : 'trigger',
    dedup_key: truncate(alert.fingerprint, dedupKeyLimit),
    client: 'cano-collector',
    ...(externalURL === '' ? {} : { client_url: externalURL }),
    payload: {
      summary: truncate(summarise(alert), summaryLimit),
      source: labels['instance'] ?? labels['job'] ?? 'cano-collector',
      severity: toSeverity(labels['severity']),
      timestamp: alert.startsAt,
      custom_details: { labels, annotations },
    },
  };
  return { url, body };
}
