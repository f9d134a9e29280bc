import { z } from 'zod';

const count = (least: number, most = Number.MAX_SAFE_INTEGER) => z.coerce.number().int().min(least).max(most);
const url = z.string().regex(/^https?:\/\//, 'expected http:// or https://');

const environment = z.object({
  HOST: z.string().default('0.0.0.0'),
  PORT: count(0, 65_535).default(8000),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error']).default('info'),
  DATA_DIR: z.string().default('./data'),
  KUBERNETES_URL: url,
  KUBERNETES_NAMESPACE: z.string().optional(),
  KUBERNETES_TOKEN_FILE: z.string().default('/var/run/secrets/kubernetes.io/serviceaccount/token'),
  KUBERNETES_CA_FILE: z.string().optional(),
  ELECTION_LEASE: z
    .string()
    .regex(/^[^/]+\/[^/]+$/, 'expected namespace/name')
    .optional(),
  ELECTION_LEASE_SECONDS: count(1, 3_600).default(15),
  SLACK_WEBHOOK_URL: url.optional(),
  SMTP_URL: z
    .string()
    .regex(/^smtps?:\/\//, 'expected smtp:// or smtps://')
    .optional(),
  SMTP_CA_FILE: z.string().optional(),
  SMTP_FROM: z.string().default('monitor@company.com'),
  SMTP_TO: z.string().default('admin@company.com'),
  PROMETHEUS_URL: url.optional(),
  COLLECTION_INTERVAL_MS: count(1).default(60_000),
  REQUEST_TIMEOUT_MS: count(1).default(10_000),
  RETENTION_COLLECTIONS: count(1).default(1_440),
  REPORT_IDLE_MS: count(1).default(300_000),
});

export interface ElectionSettings {
  namespace: string;
  name: string;
  /** How long a leader that is not heard of keeps its place. */
  leaseSeconds: number;
}

export interface NotificationSettings {
  slackUrl: string | undefined;
  /** The server with user and password, as `smtp://user:password@host:port`. */
  smtp: { url: string; caFile: string | undefined; from: string; to: string } | undefined;
  timeoutMs: number;
}

/** Everything the environment decides, checked once. */
export interface Settings {
  host: string;
  port: number;
  logLevel: 'debug' | 'info' | 'warn' | 'error';
  dataDir: string;
  kubernetes: {
    url: string;
    /** All namespaces when undefined. */
    namespace: string | undefined;
    tokenFile: string;
    caFile: string | undefined;
    timeoutMs: number;
  };
  /** Where replicas elect the one that collects; one that is alone needs none. */
  election: ElectionSettings | undefined;
  /** Where the monitor says itself that it cannot collect; nowhere unless told. */
  notifications: NotificationSettings;
  prometheusUrl: string | undefined;
  collectionIntervalMs: number;
  /** How many collections the database keeps. */
  retention: number;
  /** How long a report that nobody asks for is held. */
  reportIdleMs: number;
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
    dataDir: data.DATA_DIR,
    kubernetes: {
      url: data.KUBERNETES_URL,
      namespace: data.KUBERNETES_NAMESPACE,
      tokenFile: data.KUBERNETES_TOKEN_FILE,
      caFile: data.KUBERNETES_CA_FILE,
      timeoutMs: data.REQUEST_TIMEOUT_MS,
    },
    election: toElection(data.ELECTION_LEASE, data.ELECTION_LEASE_SECONDS),
    notifications: toNotifications(data),
    prometheusUrl: data.PROMETHEUS_URL,
    collectionIntervalMs: data.COLLECTION_INTERVAL_MS,
    retention: data.RETENTION_COLLECTIONS,
    reportIdleMs: data.REPORT_IDLE_MS,
  };
}

function toElection(lease: string | undefined, leaseSeconds: number): ElectionSettings | undefined {
  const [namespace, name] = lease?.split('/') ?? [];
  return namespace === undefined || name === undefined ? undefined : { namespace, name, leaseSeconds };
}

function toNotifications(data: z.infer<typeof environment>): NotificationSettings {
  const { SMTP_URL, SMTP_CA_FILE: caFile, SMTP_FROM: from, SMTP_TO: to } = data;
  return {
    slackUrl: data.SLACK_WEBHOOK_URL,
    smtp: SMTP_URL === undefined ? undefined : { url: SMTP_URL, caFile, from, to },
    timeoutMs: data.REQUEST_TIMEOUT_MS,
  };
}
