import { base } from './base-payload.ts';
import type { HostileContext } from './hostile-context.ts';
import type { HttpClient } from './http-client.ts';

const alertsEach = 100;

/** Fills the queue while the destination does not answer; gives what went wrong: more was taken than may wait. */
export const fullQueue = async (context: HostileContext, client: HttpClient): Promise<string[]> => {
  const { sink, queueLimit } = context;
  using undo = new DisposableStack();
  undo.use(sink.behave({ hang: true }));
  const most = Math.ceil(queueLimit / alertsEach) + 2;
  for (let sent = 0; sent < most; sent += 1) {
    const ids = Array.from({ length: alertsEach }, (_none, index) => 2 ** 40 + 4 * (sent * alertsEach + index));
    const answer = await client.post(JSON.stringify(base(ids)));
    if (answer === undefined) return ['no answer within 5 s'];
    if (answer.status === 429) return [];
    if (answer.status !== 202) return [`answered ${answer.status}`];
  }
  return [`${most * alertsEach} alerts were taken where ${queueLimit} may wait`];
};
