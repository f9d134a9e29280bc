import type { Fault, FaultContext } from '../contract/index.ts';
import { HarnessError } from '../core/index.ts';
import { paceInWords, sendRest, type Pace } from './at-pace.ts';

/** Payloads that no Alertmanager sends are posted to the subject; in effect once the subject has refused one. */
export const malformedAlerts = (pace: Pace): Fault => ({
  kind: 'malformed-alerts',
  title: `malformed alerts are posted ${paceInWords(pace)}`,
  needs: [],
  async inject(context) {
    const { clock, signal } = context;
    const stop = new AbortController();
    const from = clock.now();
    const first = await post(context, 0);
    if (first < 400 || first >= 500) {
      throw new HarnessError('FAULT_INEFFECTIVE', {
        what: 'a malformed alert was not refused',
        expected: 'a 4xx status',
        got: String(first),
      });
    }
    const sending = sendRest(
      pace,
      async (index) => await post(context, index),
      clock,
      AbortSignal.any([stop.signal, signal]),
    );
    sending.catch(() => undefined);
    return {
      from,
      proof: `the subject refused the first with status ${first}`,
      async [Symbol.asyncDispose]() {
        stop.abort();
        await sending;
      },
    };
  },
});

const post = async ({ stack, ingestPath }: FaultContext, index: number): Promise<number> => {
  const body = JSON.stringify({ version: '4', receiver: 'malformed', status: 'firing', alerts: `not a list ${index}` });
  const headers = { 'content-type': 'application/json' };
  try {
    const signal = AbortSignal.timeout(5_000);
    const response = await fetch(stack.subject.url + ingestPath, { method: 'POST', headers, body, signal });
    await response.arrayBuffer();
    return response.status;
  } catch (cause) {
    throw new HarnessError('FAULT_INEFFECTIVE', {
      what: 'a malformed alert could not be posted',
      where: ingestPath,
      cause,
    });
  }
};
