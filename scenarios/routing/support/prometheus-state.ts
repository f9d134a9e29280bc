import type { Monitor, ScriptContext } from '../../../harness/index.ts';

type Context = Pick<ScriptContext, 'signal'>;
type AlertState = { readonly state: string; readonly activeAt: string };
type Rules = {
  readonly data: { readonly groups: { readonly rules: { readonly name: string; readonly alerts: AlertState[] }[] }[] };
};
/** A moment in ms, and the value that a series had then. */
export type Sample = { readonly at: number; readonly value: number };
type Result = { readonly data: { readonly result: { readonly values: [number, string][] }[] } };

/** What Prometheus' rules API says of an alert, or undefined while it is inactive. */
export const stateOf = async (
  context: Context,
  { url }: Monitor,
  alertname: string,
): Promise<AlertState | undefined> => {
  const { data } = (await ask(context, `${url}/api/v1/rules?type=alert`)) as Rules;
  return data.groups.flatMap(({ rules }) => rules).find(({ name }) => name === alertname)?.alerts[0];
};

/** The samples of the one series of a selector as they were written, of the last minutes. */
export const samplesOf = async (context: Context, { url }: Monitor, selector: string): Promise<Sample[]> => {
  const query = new URLSearchParams({ query: `${selector}[5m]` });
  const { data } = (await ask(context, `${url}/api/v1/query?${query.toString()}`)) as Result;
  return (data.result[0]?.values ?? []).map(([at, value]) => ({ at: at * 1_000, value: Number(value) }));
};

const ask = async ({ signal }: Context, url: string): Promise<unknown> => {
  const answer = await fetch(url, { signal });
  if (!answer.ok) throw new Error(`Prometheus answered ${answer.status}: ${await answer.text()}`);
  return await answer.json();
};
