import * as z from 'zod';
import { getJson } from '../core/index.ts';

const answerSchema = z.object({
  data: z.object({ result: z.array(z.object({ values: z.array(z.tuple([z.number(), z.string()])) })) }),
});

export type Span = { readonly from: number; readonly to: number; readonly stepSeconds: number };
export type Sample = { readonly at: number; readonly value: number };

const timeoutMs = 60_000;

/** The greatest value at each step of a span, in seconds of the wall clock; none where there is none. */
export const queryRange = async (url: string, query: string, { from, to, stepSeconds }: Span): Promise<Sample[]> => {
  const span = { start: String(from), end: String(to), step: String(stepSeconds) };
  const parameters = new URLSearchParams({ query, ...span });
  const { data } = answerSchema.parse(await getJson(`${url}/api/v1/query_range?${parameters.toString()}`, timeoutMs));
  const greatest = new Map<number, number>();
  for (const [at, text] of data.result.flatMap(({ values }) => values))
    greatest.set(at, Math.max(greatest.get(at) ?? Number.NEGATIVE_INFINITY, Number(text)));
  return [...greatest].map(([at, value]) => ({ at, value })).sort((a, b) => a.at - b.at);
};
