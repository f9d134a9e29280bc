import { createHash } from 'node:crypto';
import type { Alert, Notice, Webhook } from './webhook-schema.ts';

/** One state change of one alert: the unit that is stored, deduplicated and delivered. */
export interface Transition {
  /** Identity of the transition; sorting keys of one alert puts them in order of time. */
  key: string;
  fingerprint: string;
  notice: Notice;
}

/** Splits a webhook into its alert transitions. */
export function toTransitions(webhook: Webhook): Transition[] {
  const { receiver, groupKey, groupLabels, externalURL } = webhook;
  return webhook.alerts.map((given) => {
    const fingerprint = given.fingerprint || fingerprintOf(given.labels);
    const alert = { ...given, fingerprint };
    return {
      key: keyOf(alert),
      fingerprint: identityOf(fingerprint),
      notice: { alert, receiver, groupKey, groupLabels, externalURL },
    };
  });
}

/** A stable fingerprint of a label set, whatever the order of its labels. */
export function fingerprintOf(labels: Record<string, string>): string {
  const sorted = Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(sorted)).digest('hex').slice(0, 16);
}

/** The key travels in a header and in the store, which take printable ASCII; other fingerprints are told by a digest. */
function identityOf(fingerprint: string): string {
  if (/^[\x21-\x7e]+$/.test(fingerprint)) return fingerprint;
  return createHash('sha256').update(JSON.stringify(fingerprint)).digest('hex');
}

function keyOf({ fingerprint: given, status, startsAt, endsAt }: Alert): string {
  const fingerprint = identityOf(given);
  const start = new Date(startsAt).toISOString();
  return status === 'firing'
    ? `${fingerprint}/${start}/firing`
    : `${fingerprint}/${start}/resolved/${new Date(endsAt).toISOString()}`;
}
