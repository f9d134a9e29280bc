import * as z from 'zod';
import type { EventBody, Observer, SinkRequest } from '../contract/index.ts';
import { HarnessError, messageOf } from '../core/index.ts';
import { watching } from './watching.ts';

const payloadSchema = z.object({
  version: z.literal('4'),
  receiver: z.string(),
  alerts: z.array(z.object({ status: z.enum(['firing', 'resolved']), labels: z.record(z.string(), z.string()) })),
});

/** Watches the sink that stands for the receiver: each alert of each notification that it answered. */
export const receiverSink: Observer = {
  name: 'sink',
  watch(context) {
    const { stack, drill, receiverSink: name, emit } = context;
    const sink = stack.sinks.get(name);
    if (sink === undefined) throw new HarnessError('CONFIG_INVALID', { what: `the system has no sink ${name}` });
    let taken = 0;
    return watching('sink', context, 50, () => {
      const fresh = sink.requests().slice(taken);
      taken += fresh.length;
      const read = fresh.map((request) => eventsOf(drill, request));
      read.forEach((events) => Array.isArray(events) && events.forEach(emit));
      return read.find((events) => typeof events === 'string');
    });
  },
};

/** Gives the events of a notification, or what is wrong with it in words. */
const eventsOf = (drill: string, { body, at }: SinkRequest): EventBody[] | string => {
  const payload = parsePayload(body);
  if (typeof payload === 'string') return payload;
  const { receiver, alerts } = payload;
  return alerts.map(({ status, labels }) => ({
    type: 'seen',
    drill,
    observer: 'sink',
    alertname: labels['alertname'] ?? '',
    labels,
    seen: status === 'firing' ? 'notified' : 'resolved',
    when: at,
    receiver,
  }));
};

const parsePayload = (body: string): z.infer<typeof payloadSchema> | string => {
  try {
    return payloadSchema.parse(JSON.parse(body));
  } catch (error) {
    return `no webhook of version 4 but ${body.slice(0, 100)}: ${messageOf(error)}`;
  }
};
