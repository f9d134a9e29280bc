import * as z from 'zod';
import { getJson, HarnessError } from '../core/index.ts';

const statusSchema = z.object({ config: z.object({ original: z.string() }) });
const alertSchema = z.object({
  labels: z.record(z.string(), z.string()),
  receivers: z.array(z.object({ name: z.string() })),
  startsAt: z.string(),
  status: z.object({ state: z.string(), silencedBy: z.array(z.string()), inhibitedBy: z.array(z.string()) }),
});
export type HeldAlert = z.infer<typeof alertSchema>;

const ask = async <T>(url: string, path: string, schema: z.ZodType<T>): Promise<T> => {
  const { error, data } = schema.safeParse(await getJson(`${url}/api/v2/${path}`));
  if (error === undefined) return data;
  const got = z.prettifyError(error);
  throw new HarnessError('OBSERVER_UNREACHABLE', { what: 'an answer of no known form', where: `${url}/${path}`, got });
};

/** The configuration with which an Alertmanager runs, as YAML; its secrets read `<secret>`. */
export const alertmanagerConfig = async (url: string): Promise<string> =>
  (await ask(url, 'status', statusSchema)).config.original;

/** The alerts that an Alertmanager holds, silenced and inhibited ones too. */
export const heldAlerts = async (url: string): Promise<HeldAlert[]> => await ask(url, 'alerts', z.array(alertSchema));
