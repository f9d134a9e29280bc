import { base } from './base-payload.ts';
import type { HttpClient } from './http-client.ts';
import type { Ledger } from './ledger.ts';

/** Sends one good alert with an id of its own and enters into the ledger whether it was accepted. */
export type GoodAlerts = () => Promise<boolean>;

/** Builds the sender of the good alerts of one step. */
export const goodAlerts = (step: string, client: HttpClient, ledger: Ledger): GoodAlerts => {
  let sent = 0;
  return async () => {
    const id = `good-${step}-${(sent += 1)}`;
    const answer = await client.post(goodPayload(id)).catch(() => undefined);
    const accepted = answer !== undefined && answer.status >= 200 && answer.status < 300;
    ledger.good(id, accepted);
    return accepted;
  };
};

/** A valid webhook of one firing alert that carries the id as its instance. */
export const goodPayload = (id: string, labels: Readonly<Record<string, string>> = {}): string => {
  const valid = base([0]) as { alerts: readonly Record<string, unknown>[] };
  const own = { alertname: 'Good', instance: id, ...labels };
  return JSON.stringify({
    ...valid,
    alerts: valid.alerts.map((one) => ({ ...one, labels: own, fingerprint: id.slice(-120) })),
  });
};
