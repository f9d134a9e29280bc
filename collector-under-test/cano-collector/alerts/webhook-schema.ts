import { z } from 'zod';
import { truncate } from '../text.ts';

const pairs = z.record(z.string(), z.string());
const timestamp = z.iso.datetime({ offset: true });

const alert = z
  .object({
    status: z.enum(['firing', 'resolved']),
    labels: pairs.refine((labels) => Object.keys(labels).length > 0, 'an alert has at least one label'),
    annotations: pairs.default({}),
    startsAt: timestamp,
    endsAt: timestamp.default('0001-01-01T00:00:00Z'),
    generatorURL: z.string().default(''),
    fingerprint: z.string().max(128).default(''),
  })
  .refine(({ status, endsAt }) => status === 'firing' || !endsAt.startsWith('0001-'), {
    path: ['endsAt'],
    message: 'a resolved alert has an end',
  });

/** The Alertmanager webhook payload, version 4. */
export const webhookSchema = z.object({
  version: z.literal('4'),
  status: z.enum(['firing', 'resolved']),
  receiver: z.string().default(''),
  groupKey: z.string().default(''),
  groupLabels: pairs.default({}),
  externalURL: z.string().default(''),
  alerts: z.array(alert).min(1),
});

/** One alert of a webhook. */
export type Alert = z.infer<typeof alert>;

/** A whole webhook. */
export type Webhook = z.infer<typeof webhookSchema>;

/** What a destination needs to know about one alert transition. */
export interface Notice {
  alert: Alert;
  receiver: string;
  groupKey: string;
  groupLabels: Record<string, string>;
  externalURL: string;
}

const namedIssues = 10;
const shownLength = 200;

/** One line naming the first fields that are wrong; its length is bounded, whatever was sent. */
export function describeIssues(error: z.ZodError): string {
  const named = error.issues.slice(0, namedIssues).map(describeIssue);
  const more = error.issues.length - named.length;
  return [...named, ...(more > 0 ? [`and ${more} more`] : [])].join('; ');
}

function describeIssue({ path, message }: z.core.$ZodIssue): string {
  return `${truncate(path.map(String).join('.') || 'body', shownLength)}: ${truncate(message, shownLength)}`;
}
