import { forgedRequests } from './forged-requests.ts';
import { oddClients, smuggling } from './framing-cases.ts';
import { fullQueue } from './full-queue.ts';
import { sendGenerated } from './generated-inputs.ts';
import { goodPayload, type GoodAlerts } from './good-alerts.ts';
import type { HostileContext } from './hostile-context.ts';
import type { HttpClient } from './http-client.ts';
import type { Ledger } from './ledger.ts';
import { runCases, type RawCase } from './raw-cases.ts';
import type { Records } from './records.ts';
import type { Resources } from './resources.ts';
import { newSeries } from './series.ts';
import { slowClients } from './slow-clients.ts';
import { contentTypes, headerFloods, largeBodies, methods, traversal, wrongTokens } from './transport-cases.ts';

/** What a step works with. */
export type StepTools = {
  readonly context: HostileContext;
  readonly client: HttpClient;
  readonly ledger: Ledger;
  readonly records: Records;
  readonly good: GoodAlerts;
  readonly resources: Resources;
};

/** What went wrong, nothing when all was as expected, and what a reader wants to know beside. */
export type StepOutcome = readonly string[] | { readonly faults: readonly string[]; readonly detail: string };

/** One kind of hostile input. */
export type HostileStep = {
  readonly name: string;
  readonly expected: string;
  readonly run: (tools: StepTools) => Promise<StepOutcome>;
};

const cases = (name: string, expected: string, of: (context: HostileContext) => readonly RawCase[]): HostileStep => ({
  name,
  expected,
  async run({ context, ledger, records, good }) {
    const faults = await runCases(context, of(context), (answer) => {
      records.note(answer);
      ledger.acknowledge(answer.statuses.filter((status) => status === 202).length);
    });
    return (await good()) ? faults : [...faults, 'a good alert was refused afterwards'];
  },
});

/** Every kind of hostile input, in the order in which they are thrown. */
export const inputSteps: readonly HostileStep[] = [
  {
    name: 'generated webhooks',
    expected: 'each is answered with 2xx or a 4xx that says why',
    async run({ context, client, good, resources }) {
      const onSent = async (count: number): Promise<void> => await resources.onSent(count);
      const { sent, accepted, refused, failure } = await sendGenerated(context, { client, good, onSent });
      const detail = `${sent} inputs, ${accepted} accepted, ${refused} refused`;
      return { faults: failure === undefined ? [] : [failure], detail };
    },
  },
  cases('bodies of 50 MB', 'refused', largeBodies),
  {
    name: 'clients that are too slow',
    expected: 'let go, and good alerts pass',
    run: async ({ context, good }) => await slowClients(context, good),
  },
  cases('content types', 'refused', contentTypes),
  cases('header floods', 'refused', headerFloods),
  cases('wrong tokens', 'refused', wrongTokens),
  cases('path traversal', 'refused', traversal),
  cases('methods', 'refused', methods),
  cases('request smuggling', 'refused', smuggling),
  cases('odd clients', 'one answer to each request', oddClients),
  {
    name: 'forged requests',
    expected: 'only configured destinations are called',
    run: async ({ context, client, ledger }) => await forgedRequests(context, client, ledger),
  },
  {
    name: 'series from outside',
    expected: 'none',
    async run({ context, client }) {
      const series = await newSeries(context, client, (name) => goodPayload(name));
      return series.map((each) => `the series ${each}`);
    },
  },
  {
    name: 'a queue that is full',
    expected: 'refused with 429',
    run: async ({ context, client }) => await fullQueue(context, client),
  },
];
