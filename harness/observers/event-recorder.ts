import { readFile } from 'node:fs/promises';
import * as z from 'zod';
import type { EventBody, Observer, Seen } from '../contract/index.ts';

const alertSchema = z.object({
  labels: z.object({ labels: z.array(z.object({ key: z.string(), value: z.string() })) }),
});
const hashedSchema = z.object({ hash: z.string() });
const lineSchema = z.object({
  '@timestamp': z.string(),
  data: z.object({
    alertCreated: z.object({ alert: alertSchema }).optional(),
    alertResolved: z.object({ alert: z.union([alertSchema, z.object({ details: alertSchema })]) }).optional(),
    notification: z
      .object({
        alerts: z.array(z.object({ hash: z.string(), details: alertSchema })),
        firingAlerts: z.array(hashedSchema).default([]),
        resolvedAlerts: z.array(hashedSchema).default([]),
        groupInfo: z.object({ receiverName: z.string() }),
      })
      .optional(),
  }),
});
type Alert = z.infer<typeof alertSchema>;
type Sighting = { readonly alert: Alert; readonly seen: Seen; readonly receiver?: string };

/** Reads what Alertmanager's event recorder wrote: alerts created and resolved, and each notification sent. */
export const eventRecorder: Observer = {
  name: 'event-recorder',
  async collect({ stack, drill, emit }) {
    const lines = (await readFile(stack.eventLog, 'utf8')).split('\n').filter((line) => line !== '');
    for (const line of lines) {
      const { '@timestamp': at, data } = lineSchema.parse(JSON.parse(line));
      sightings(data).forEach((sighting) => emit(seenEvent(drill, sighting, Date.parse(at))));
    }
    emit({
      type: 'observer',
      drill,
      observer: 'event-recorder',
      ok: lines.length > 0,
      detail: `${lines.length} events`,
    });
  },
};

const sightings = ({ alertCreated, alertResolved, notification }: z.infer<typeof lineSchema>['data']): Sighting[] => {
  if (alertCreated !== undefined) return [{ alert: alertCreated.alert, seen: 'received' }];
  if (alertResolved !== undefined) {
    const { alert } = alertResolved;
    return [{ alert: 'details' in alert ? alert.details : alert, seen: 'cleared' }];
  }
  if (notification === undefined) return [];
  const { alerts, firingAlerts, resolvedAlerts, groupInfo } = notification;
  const named = (hashes: readonly { hash: string }[], seen: Seen): Sighting[] =>
    alerts
      .filter(({ hash }) => hashes.some((other) => other.hash === hash))
      .map(({ details }) => ({ alert: details, seen, receiver: groupInfo.receiverName }));
  return [...named(firingAlerts, 'notified'), ...named(resolvedAlerts, 'resolved')];
};

const seenEvent = (drill: string, { alert, seen, receiver }: Sighting, when: number): EventBody => {
  const labels = Object.fromEntries(alert.labels.labels.map(({ key, value }) => [key, value]));
  const named = receiver === undefined ? {} : { receiver };
  return {
    type: 'seen',
    drill,
    observer: 'event-recorder',
    alertname: labels['alertname'] ?? '',
    labels,
    seen,
    when,
    ...named,
  };
};
