import { poll } from '../../core/index.ts';
import { startCanary } from './canary.ts';
import type { HostileContext } from './hostile-context.ts';
import { goodPayload } from './good-alerts.ts';
import type { HttpClient } from './http-client.ts';
import type { Ledger } from './ledger.ts';

/** Sends alerts that name a canary wherever a URL can stand, and has the destination redirect to it; gives its calls. */
export const forgedRequests = async (
  context: HostileContext,
  client: HttpClient,
  ledger: Ledger,
): Promise<string[]> => {
  await using canary = await startCanary();
  const { sink, clock, signal } = context;
  const send = async (id: string): Promise<boolean> => {
    const text = goodPayload(id, { url: canary.url, webhook_url: canary.url, slack_api_url: canary.url });
    const hostile = text.replaceAll(/"(generatorURL|externalURL|runbook_url)":"[^"]*"/g, `"$1":"${canary.url}/$1"`);
    const answer = await client.post(hostile);
    const arrived = () => sink.requests().some(({ body, status }) => body.includes(id) && status !== undefined);
    const waiting = { what: `${id} arrives`, everyMs: 50, timeoutMs: 10_000, clock, signal };
    await poll(arrived, { ...waiting, until: Boolean }).catch(() => signal.throwIfAborted());
    return answer?.status === 202 && arrived();
  };
  const faults: string[] = [];
  if (!(await send('forged-urls'))) faults.push('the alert that names the canary was not delivered');
  const redirecting = sink.behave({ status: 307, headers: { location: `${canary.url}/redirected` } });
  if (!(await send('forged-redirect'))) faults.push('the alert that is redirected did not reach its destination');
  // A redirect is an answer that gives the alert up, as documented.
  ledger.acknowledge(-1);
  redirecting[Symbol.dispose]();
  if (!(await send('forged-after'))) faults.push('an alert after the redirect was not delivered');
  return [...faults, ...canary.calls().map((path) => `the canary was called at ${path}`)];
};
