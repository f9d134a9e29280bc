import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';

const count = (least: number) => z.coerce.number().int().min(least);

const environment = z.object({
  HOST: z.string().default('0.0.0.0'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(2112),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error']).default('info'),
  REGISTRIES_FILE: z.string().default('./registries.yaml'),
  RULES_FILE: z.string().default('./rules.yaml'),
  DATA_DIR: z.string().default('./data'),
  API_TOKEN: z.string().optional(),
  WORKERS: count(1).default(4),
  /** Transfers that begin a second at the most; 0 is unlimited. */
  STARTS_PER_SECOND: z.coerce.number().min(0).default(0),
  /** Milliseconds between two scheduled replications; 0 schedules none. */
  SCHEDULE_INTERVAL_MS: count(0).default(1_000),
  REGISTRY_TIMEOUT_MS: count(1).default(30_000),
  ATTEMPTS: count(1).default(1),
  RETRY_DELAY_MS: count(0).default(1_000),
  CHUNK_BYTES: count(1_024).default(4 * 1024 * 1024),
  /** Of one transfer; 0 is unlimited. */
  BYTES_PER_SECOND: count(0).default(0),
});

const registry = z.strictObject({
  name: z.string().min(1),
  url: z.url(),
  username: z.string().optional(),
  password: z.string().optional(),
});
const registriesFile = z.strictObject({ registries: z.array(registry).min(1) });

/** A registry as the registries file names it. */
export type RegistryConfig = z.infer<typeof registry>;

/** Everything the environment decides, checked once. */
export type Settings = ReturnType<typeof readSettings>;

/** Reads the settings and the registries file; an empty variable counts as unset. Throws with every problem named. */
export function readSettings(env: NodeJS.ProcessEnv) {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const read = check(environment, given, 'environment');
  const text: unknown = parse(readFileSync(read.REGISTRIES_FILE, 'utf8'));
  const { registries } = check(registriesFile, text, read.REGISTRIES_FILE);
  return {
    host: read.HOST,
    port: read.PORT,
    logLevel: read.LOG_LEVEL,
    rulesFile: read.RULES_FILE,
    dataDir: read.DATA_DIR,
    apiToken: read.API_TOKEN,
    workers: read.WORKERS,
    startsPerSecond: read.STARTS_PER_SECOND,
    scheduleIntervalMs: read.SCHEDULE_INTERVAL_MS,
    attempts: read.ATTEMPTS,
    retryDelayMs: read.RETRY_DELAY_MS,
    registries: new Map(registries.map((each) => [each.name, each])),
    limits: {
      timeoutMs: read.REGISTRY_TIMEOUT_MS,
      chunkBytes: read.CHUNK_BYTES,
      bytesPerSecond: read.BYTES_PER_SECOND,
    },
  };
}

function check<T>(schema: z.ZodType<T>, value: unknown, where: string): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const problems = result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new Error(`bad ${where}: ${problems.join('; ')}`);
}
