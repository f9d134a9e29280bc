import type { ScriptContext } from '../../../harness/index.ts';

type ApiAlert = { readonly labels: Readonly<Record<string, string>>; readonly status: { readonly state: string } };

/** Gives what Alertmanager's API says of an alert: `active`, `suppressed`, `unprocessed`, or `unknown`. */
export const alertState = async ({ stack, signal }: ScriptContext, alertname: string): Promise<string> => {
  const answer = await fetch(`${stack.members[0]?.url ?? ''}/api/v2/alerts`, { signal });
  const alerts = (await answer.json()) as ApiAlert[];
  return alerts.find(({ labels }) => labels['alertname'] === alertname)?.status.state ?? 'unknown';
};
