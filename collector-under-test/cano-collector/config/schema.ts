import { z } from 'zod';

const retry = z
  .strictObject({
    maxAttempts: z.int().min(1).default(10),
    baseMs: z.int().min(1).default(500),
    maxMs: z.int().min(1).default(30_000),
    maxAgeMs: z.int().min(1).default(3_600_000),
  })
  .prefault({});

const common = {
  name: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,62}$/, 'expected letters, digits, dots, dashes, underscores'),
  timeoutMs: z.int().min(1).max(300_000).default(10_000),
  retry,
  match: z.record(z.string(), z.string()).default({}),
};

const httpUrl = z.url({ protocol: /^https?$/, message: 'expected an http or https URL' });

const slack = z.strictObject({
  ...common,
  type: z.literal('slack'),
  url: httpUrl.optional(),
  url_file: z.string().optional(),
});

const pagerduty = z.strictObject({
  ...common,
  type: z.literal('pagerduty'),
  url: httpUrl.default('https://events.pagerduty.com/v2/enqueue'),
  routingKey: z.string().min(1).optional(),
  routingKey_file: z.string().optional(),
});

const webhook = z.strictObject({
  ...common,
  type: z.literal('webhook'),
  url: httpUrl.optional(),
  url_file: z.string().optional(),
  bearerToken: z.string().min(1).optional(),
  bearerToken_file: z.string().optional(),
});

/** The shape of `destinations.yaml`: unknown keys are errors. */
export const configSchema = z.strictObject({
  destinations: z.array(z.discriminatedUnion('type', [slack, pagerduty, webhook])).min(1),
});

/** One entry of `destinations.yaml`, before its secrets are read. */
export type DestinationEntry = z.infer<typeof configSchema>['destinations'][number];

interface Common {
  name: string;
  timeoutMs: number;
  retry: z.infer<typeof retry>;
  match: Record<string, string>;
  url: string;
}

/** A destination ready for use, secrets included. */
export type Destination =
  | (Common & { type: 'slack' })
  | (Common & { type: 'pagerduty'; routingKey: string })
  | (Common & { type: 'webhook'; bearerToken?: string | undefined });

/** The parsed destinations file. */
export interface Config {
  destinations: readonly Destination[];
  /** Files the config was read from. */
  files: readonly string[];
}
