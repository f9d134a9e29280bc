import * as z from 'zod';
import { getJson, HarnessError } from '../core/index.ts';

const labels = z.record(z.string(), z.string());
const alertSchema = z.object({ labels, state: z.string(), activeAt: z.string() });
const ruleSchema = z.object({
  type: z.string(),
  name: z.string(),
  query: z.string(),
  duration: z.number().default(0),
  keepFiringFor: z.number().default(0),
  labels: labels.default({}),
  health: z.string(),
  lastError: z.string().optional(),
  alerts: z.array(alertSchema).default([]),
});
export type LoadedRule = z.infer<typeof ruleSchema> & { readonly group: string; readonly file: string };

const rulesSchema = z.object({
  groups: z.array(z.object({ name: z.string(), file: z.string(), rules: z.array(ruleSchema) })),
});
const targetsSchema = z.object({
  activeTargets: z.array(z.object({ labels, scrapeUrl: z.string(), health: z.string(), lastError: z.string() })),
});
const vectorSchema = z.object({
  result: z.array(z.object({ metric: labels, value: z.tuple([z.number(), z.string()]) })),
});
const alertmanagersSchema = z.object({ activeAlertmanagers: z.array(z.object({ url: z.string() })) });
const configSchema = z.object({ yaml: z.string() });

const ask = async <T>(url: string, path: string, schema: z.ZodType<T>): Promise<T> => {
  const { error, data } = z.object({ data: schema }).safeParse(await getJson(`${url}/api/v1/${path}`));
  if (error === undefined) return data.data;
  const got = z.prettifyError(error);
  throw new HarnessError('OBSERVER_UNREACHABLE', { what: 'an answer of no known form', where: `${url}/${path}`, got });
};

/** Every alerting rule that Prometheus has loaded, as it has it. */
export const loadedAlerts = async (url: string): Promise<LoadedRule[]> => {
  const { groups } = await ask(url, 'rules?type=alert', rulesSchema);
  return groups.flatMap(({ name: group, file, rules }) => rules.map((rule) => ({ ...rule, group, file })));
};

/** The targets of a job that service discovery gives at present. */
export const targetsOf = async (
  url: string,
  job: string,
): Promise<z.infer<typeof targetsSchema>['activeTargets'][number][]> => {
  const { activeTargets } = await ask(url, 'targets?state=active', targetsSchema);
  return activeTargets.filter((target) => target.labels['job'] === job);
};

/** The series that an expression gives now, with their labels and values. */
export const queryNow = async (
  url: string,
  expr: string,
): Promise<{ labels: Record<string, string>; value: number }[]> => {
  const { result } = await ask(url, `query?query=${encodeURIComponent(expr)}`, vectorSchema);
  return result.map(({ metric, value }) => ({ labels: metric, value: Number(value[1]) }));
};

/** An expression as Prometheus itself writes it, so that two of them can be compared. */
export const formatted = async (url: string, expr: string): Promise<string> =>
  await ask(url, `format_query?query=${encodeURIComponent(expr)}`, z.string());

/** The addresses to which Prometheus sends its alerts. */
export const alertmanagersOf = async (url: string): Promise<string[]> => {
  const { activeAlertmanagers } = await ask(url, 'alertmanagers', alertmanagersSchema);
  return activeAlertmanagers.map((each) => each.url);
};

/** Its configuration as it runs, as YAML. */
export const prometheusConfig = async (url: string): Promise<string> =>
  (await ask(url, 'status/config', configSchema)).yaml;

/** How many alerts it could not send since it was started, by its own metrics; undefined where it does not show them. */
export const droppedAlerts = async (url: string): Promise<number | undefined> => {
  const response = await fetch(`${url}/metrics`, { signal: AbortSignal.timeout(5_000) }).catch(() => undefined);
  const text = response?.status === 200 ? await response.text() : '';
  const samples = [...text.matchAll(/^prometheus_notifications_dropped_total(?:\{[^}]*\})? (\S+)$/gm)];
  return samples.length === 0 ? undefined : samples.reduce((sum, [, value]) => sum + Number(value), 0);
};
