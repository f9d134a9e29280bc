import { z } from 'zod';

const count = (least: number, most = Number.MAX_SAFE_INTEGER) => z.coerce.number().int().min(least).max(most);
const url = (pattern: RegExp, expected: string) => z.string().regex(pattern, `expected ${expected}`).optional();

const environment = z.object({
  HOST: z.string().default('0.0.0.0'),
  PORT: count(0, 65_535).default(9999),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error']).default('info'),
  DATABASE_URL: url(/^postgres(?:ql)?:\/\//, 'postgres://...'),
  DATA_DIR: z.string().default('./data'),
  REDIS_URL: url(/^redis:\/\//, 'redis://...'),
  CACHE_TTL_MS: count(1).default(1_000),
  STORE_TIMEOUT_MS: count(1).default(10_000),
});

/** Everything the environment decides, checked once. */
export interface Settings {
  host: string;
  port: number;
  logLevel: 'debug' | 'info' | 'warn' | 'error';
  databaseUrl: string | undefined;
  dataDir: string;
  redisUrl: string | undefined;
  cacheTtlMs: number;
  /** How long the store may take before a request is given up. */
  storeTimeoutMs: number;
}

/** Reads settings from environment variables; an empty variable counts as unset. Throws with every problem. */
export function readSettings(env: NodeJS.ProcessEnv): Settings {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const { success, data, error } = environment.safeParse(given);
  if (!success) {
    const problems = error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw new Error(`bad environment: ${problems.join('; ')}`);
  }
  return {
    host: data.HOST,
    port: data.PORT,
    logLevel: data.LOG_LEVEL,
    databaseUrl: data.DATABASE_URL,
    dataDir: data.DATA_DIR,
    redisUrl: data.REDIS_URL,
    cacheTtlMs: data.CACHE_TTL_MS,
    storeTimeoutMs: data.STORE_TIMEOUT_MS,
  };
}
