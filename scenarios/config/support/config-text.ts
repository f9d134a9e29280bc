/** What must be found in no log and no answer. */
export const secret = 'zq7-Vx93-kePt';

/** The configuration's file under the work folder, in a folder of its own, as a mounted ConfigMap is. */
export const configFile = 'config/destinations.yaml';

const retry = '{ baseMs: 50, maxMs: 500, maxAttempts: 200 }';

/** Two lines, and then six a destination, whose token is the seventh line of the file and the fifth of the entry. */
export const configText = (url: string, token = `bearerToken: ${secret}`): string =>
  `# Where the alerts go.\ndestinations:\n${entryText('hook', url, token)}`;

/** One destination that gives nothing up while a drill lasts. */
export const entryText = (name: string, url: string, token = `bearerToken: ${secret}`): string =>
  `  - name: ${name}
    type: webhook
    url: ${url}
    timeoutMs: 2000
    ${token}
    retry: ${retry}
`;

/** What a case starts from: one destination, the sink `webhook`. */
export const firstSetup = {
  env: { DESTINATIONS_FILE: `\${work}/${configFile}` },
  files: { [configFile]: configText('${sink.webhook}/alerts') },
};
