import * as z from 'zod';
import type { EventBody, Observer, SinkRequest } from '../contract/index.ts';
import { HarnessError } from '../core/index.ts';
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
      fresh.flatMap((request) => eventsOf(drill, request)).forEach(emit);
    });
  },
};

const eventsOf = (drill: string, { body, at }: SinkRequest): EventBody[] => {
  const { receiver, alerts } = payloadSchema.parse(JSON.parse(body));
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
