/** What must be shown nowhere. */
export const secrets = {
  apiToken: 'token-of-alertmanager-9cT4',
  path: 'path-that-is-secret-7Kd2',
  destinationToken: 'token-of-the-destination-5Wq8',
  /** What a stranger tries. */
  wrongToken: 'wrong-token-of-a-stranger',
};

/** How many deliveries may wait. */
export const queueLimit = 3_000;

/** The one destination, whose path and token are secret. */
export const files = {
  'destinations.yaml': `destinations:
  - name: hook
    type: webhook
    url: \${sink.webhook}/${secrets.path}
    bearerToken: ${secrets.destinationToken}
`,
};

/** Small limits, and a heap that keeps what is in use and little more, so that what is kept by mistake shows. */
export const env = {
  API_TOKEN: secrets.apiToken,
  BACKUP_DIR: '',
  QUEUE_LIMIT: String(queueLimit),
  REQUEST_TIMEOUT: '1500ms',
  HTTP_IDLE_CONN_TIMEOUT: '1s',
  NODE_OPTIONS: '--max-old-space-size=80 --max-semi-space-size=4',
};

/** Within this, in ms, a request that does not end is let go: the timeout, and twice how often it is looked at. */
export const slowClientMs = 1_500 + 2 * 500;
