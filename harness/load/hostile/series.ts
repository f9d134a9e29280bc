import type { HostileContext } from './hostile-context.ts';
import type { HttpClient } from './http-client.ts';
import { rawExchange, rawRequest } from './raw-exchange.ts';

const variety = 100;

/** Asks for many paths, by many agents, with many alert names; gives the series of the collector that came by it. */
export const newSeries = async (context: HostileContext, client: HttpClient, alert: (name: string) => string) => {
  const one = async (index: number): Promise<void> => {
    const line = `GET /hostile-series-${index}?x=${index} HTTP/1.1`;
    await rawExchange(context, rawRequest(line, [`User-Agent: hostile-series-${index}`, 'Connection: close']));
    await client.post(alert(`hostile-series-${index}`));
  };
  await one(0);
  await seriesOf(context, client);
  const before = await seriesOf(context, client);
  for (let index = 1; index <= variety; index += 1) await one(index);
  return [...(await seriesOf(context, client))].filter((series) => !before.has(series) || series.includes('hostile'));
};

const seriesOf = async ({ metricsUrl }: HostileContext, client: HttpClient): Promise<Set<string>> => {
  const lines = ((await client.get(metricsUrl))?.body ?? '').split('\n');
  return new Set(lines.filter((line) => line.startsWith('cano_')).map((line) => line.slice(0, line.lastIndexOf(' '))));
};
