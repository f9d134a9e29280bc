import { createReadStream } from 'node:fs';
import { alertId, groupOf } from './group-of.ts';
import type { LoadPlan } from './load-plan.ts';
import { parseRecord, type RecordedRequest } from './record-line.ts';

export type Answer = 'acknowledged' | 'refused' | 'unanswered';

/** What the load's record says of one alert that was sent firing or resolved; times are ms since the epoch. */
export type RecordedTransition = {
  readonly id: string;
  readonly status: 'firing' | 'resolved';
  readonly intendedMs: number;
  readonly sentMs: number;
  readonly answeredMs: number;
  /** Refused is every answer but 2xx. */
  readonly answer: Answer;
};

export type RecordSource = {
  /** One for each process; no iteration is in two of them. */
  readonly files: readonly string[];
  /** Called for each line that is not whole: the last of a process that was killed. */
  readonly onTorn?: () => void;
};

/** Reads the records of all processes as one stream of requests, in the order of the files. */
export async function* readRequests({ files, onTorn }: RecordSource): AsyncGenerator<RecordedRequest> {
  for (const file of files) {
    let rest = '';
    for await (const chunk of createReadStream(file, 'utf8') as AsyncIterable<string>) {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        const request = parseRecord(line);
        if (request === undefined) onTorn?.();
        else yield request;
      }
    }
    if (rest !== '') onTorn?.();
  }
}

/** Reads the records of all processes as one stream of transitions, an alert each. */
export async function* readRecord(
  source: RecordSource & { readonly plan: LoadPlan },
): AsyncGenerator<RecordedTransition> {
  const { plan } = source;
  for await (const { iteration, intendedMs, sentMs, answeredMs, status: httpStatus } of readRequests(source)) {
    const { number, status } = groupOf(plan, iteration);
    const answer = answerOf(httpStatus);
    for (let place = 0; place < plan.alertsPerRequest; place += 1) {
      yield { id: alertId(plan, number, place), status, intendedMs, sentMs, answeredMs, answer };
    }
  }
}

/** What an HTTP status says; 0 is no answer. */
export const answerOf = (status: number): Answer => {
  if (status === 0) return 'unanswered';
  return status >= 200 && status < 300 ? 'acknowledged' : 'refused';
};
