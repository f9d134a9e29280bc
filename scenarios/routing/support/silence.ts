import type { ScriptContext } from '../../../harness/index.ts';

/** Silences an alert by its name, as a person does through the API, for so many ms; gives when that ends. */
export const silence = async (context: ScriptContext, alertname: string, forMs: number): Promise<number> => {
  const { stack, clock, signal } = context;
  const endsAt = clock.now() + forMs;
  const answer = await fetch(`${stack.members[0]?.url ?? ''}/api/v2/silences`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      matchers: [{ name: 'alertname', value: alertname, isRegex: false, isEqual: true }],
      startsAt: new Date(clock.now()).toISOString(),
      endsAt: new Date(endsAt).toISOString(),
      createdBy: 'drill',
      comment: 'known, and worked on',
    }),
    signal,
  });
  if (!answer.ok) throw new Error(`Alertmanager answered ${answer.status} to the silence: ${await answer.text()}`);
  return endsAt;
};
