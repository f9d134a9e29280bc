import * as z from 'zod';
import { getJson } from '../core/index.ts';

const answerSchema = z.object({ data: z.object({ result: z.unknown() }) });

/** Gives the result of an instant query at `at`, in wall-clock ms; throws `OBSERVER_UNREACHABLE`. */
export const queryPrometheus = async (url: string, query: string, at: number): Promise<unknown> => {
  const parameters = new URLSearchParams({ query, time: String(at / 1000) });
  return answerSchema.parse(await getJson(`${url}/api/v1/query?${parameters.toString()}`)).data.result;
};

/** Gives the series of a range query from `from` to `to`, in wall-clock ms, a value each `stepMs`. */
export const queryPrometheusRange = async (
  url: string,
  query: string,
  { from, to, stepMs }: { from: number; to: number; stepMs: number },
): Promise<unknown> => {
  const span = { start: String(from / 1000), end: String(to / 1000), step: String(stepMs / 1000) };
  const parameters = new URLSearchParams({ query, ...span });
  return answerSchema.parse(await getJson(`${url}/api/v1/query_range?${parameters.toString()}`)).data.result;
};
