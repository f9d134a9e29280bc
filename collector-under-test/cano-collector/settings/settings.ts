import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { parseDuration } from './duration.ts';

const duration = z.string().transform((text, context) => {
  const ms = parseDuration(text);
  if (ms !== undefined) return ms;
  context.addIssue({ code: 'custom', message: 'expected a duration such as 90s or 1h30m' });
  return z.NEVER;
});

const count = (least: number, most = Number.MAX_SAFE_INTEGER) => z.coerce.number().int().min(least).max(most);

const environment = z.object({
  HOST: z.string().default('0.0.0.0'),
  PORT: count(0, 65_535).default(8080),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error']).default('info'),
  LOG_FORMAT: z.enum(['json', 'text']).default('json'),
  HTTP_MAX_IDLE_CONNS: count(1).default(100),
  HTTP_IDLE_CONN_TIMEOUT: duration.prefault('90s'),
  DESTINATIONS_FILE: z.string().default('./destinations.yaml'),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(?:ql)?:\/\//, 'expected postgres://...')
    .optional(),
  DATA_DIR: z.string().default('./data'),
  API_TOKEN: z.string().optional(),
  API_TOKEN_FILE: z.string().optional(),
  BACKUP_DIR: z.string().optional(),
  BACKUP_INTERVAL: duration.prefault('24h'),
  BACKUP_KEEP: count(1).default(7),
  QUEUE_LIMIT: count(1).default(100_000),
  MAX_BODY_BYTES: count(1).default(5 * 1024 * 1024),
  REQUEST_TIMEOUT: duration.prefault('10s'),
  SHUTDOWN_TIMEOUT: duration.prefault('10s'),
  DEDUP_RETENTION: duration.prefault('24h'),
  ORPHAN_GRACE: duration.prefault('5m'),
  DESTINATION_CONCURRENCY: count(1).default(64),
});

type Environment = z.infer<typeof environment>;

/** Everything the environment decides, checked once. */
export type Settings = ReturnType<typeof toSettings>;

/** Logging choices, needed before the rest is known to be sound. */
export type LogSettings = Pick<Settings, 'logLevel' | 'logFormat'>;

/** Reads settings from environment variables; an empty variable counts as unset. */
export function readSettings(env: NodeJS.ProcessEnv): Settings {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const result = environment.safeParse(given);
  if (result.success) return toSettings(result.data);
  const problems = result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new Error(`bad environment: ${problems.join('; ')}`);
}

function toSettings(env: Environment) {
  return {
    host: env.HOST,
    port: env.PORT,
    logLevel: env.LOG_LEVEL,
    logFormat: env.LOG_FORMAT,
    maxIdleConnections: env.HTTP_MAX_IDLE_CONNS,
    idleConnectionTimeoutMs: env.HTTP_IDLE_CONN_TIMEOUT,
    destinationsFile: env.DESTINATIONS_FILE,
    databaseUrl: env.DATABASE_URL,
    dataDir: env.DATA_DIR,
    apiToken: env.API_TOKEN_FILE === undefined ? env.API_TOKEN : readFileSync(env.API_TOKEN_FILE, 'utf8').trim(),
    backupDir: env.BACKUP_DIR,
    backupIntervalMs: env.BACKUP_INTERVAL,
    backupKeep: env.BACKUP_KEEP,
    queueLimit: env.QUEUE_LIMIT,
    maxBodyBytes: env.MAX_BODY_BYTES,
    requestTimeoutMs: env.REQUEST_TIMEOUT,
    shutdownTimeoutMs: env.SHUTDOWN_TIMEOUT,
    dedupRetentionMs: env.DEDUP_RETENTION,
    orphanGraceMs: env.ORPHAN_GRACE,
    destinationConcurrency: env.DESTINATION_CONCURRENCY,
  };
}
