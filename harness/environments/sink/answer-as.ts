import type { z } from 'zod';
import { pagerdutyEventSchema, slackMessageSchema, type Dialect, type SinkRequest } from '../../contract/index.ts';

export type Answer = { readonly status: number; readonly type: string; readonly body: string };

const plain = (status: number, body: string): Answer => ({ status, type: 'text/plain', body });
const json = (status: number, body: object): Answer => ({
  status,
  type: 'application/json',
  body: JSON.stringify(body),
});

/** Answers a request as the real receiver does: Slack `ok`, PagerDuty 202 with the event's key; 400 for what it refuses. */
export const answerAs: Readonly<Record<Dialect, (request: SinkRequest) => Answer>> = {
  webhook: () => plain(200, 'ok'),
  target: () => ({ status: 200, type: 'text/plain; version=0.0.4', body: '# nothing but that it is up\n' }),
  slack: ({ body }) =>
    parse(slackMessageSchema, body) === undefined ? plain(400, 'invalid_payload') : plain(200, 'ok'),
  pagerduty({ path, body }) {
    if (path !== '/v2/enqueue') return json(404, { status: 'not found' });
    const event = parse(pagerdutyEventSchema, body);
    if (event === undefined)
      return json(400, { status: 'invalid event', message: 'Event object is invalid', errors: [] });
    return json(202, { status: 'success', message: 'Event processed', dedup_key: event.dedup_key ?? '' });
  },
};

const parse = <T>(schema: z.ZodType<T>, body: string): T | undefined => {
  try {
    return schema.safeParse(JSON.parse(body)).data;
  } catch {
    return undefined;
  }
};
