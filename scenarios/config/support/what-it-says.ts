import type { ConfigTarget } from './config-case.ts';

const answer = async ({ url, signal }: ConfigTarget, path: string): Promise<string> => {
  try {
    return await (await fetch(url + path, { signal: AbortSignal.any([signal, AbortSignal.timeout(5_000)]) })).text();
  } catch {
    signal.throwIfAborted();
    return '';
  }
};

/** A component of `/health/detailed`, or that there was no answer. */
export const healthOf = async (target: ConfigTarget, component: 'config' | 'destinations'): Promise<string> => {
  const text = await answer(target, '/health/detailed');
  if (text === '') return 'no answer';
  const { components } = JSON.parse(text) as { components: Record<string, string> };
  return components[component] ?? 'no such component';
};

/** The value of a series on `/metrics`; undefined without it, or without an answer. */
export const metricOf = async (target: ConfigTarget, series: string): Promise<number | undefined> => {
  const line = (await answer(target, '/metrics')).split('\n').find((each) => each.startsWith(`${series} `));
  return line === undefined ? undefined : Number(line.slice(series.length + 1));
};

/** Reloads with this result since the collector was started. */
export const reloads = async (target: ConfigTarget, result: 'success' | 'failure'): Promise<number> =>
  (await metricOf(target, `cano_config_reloads_total{result="${result}"}`)) ?? 0;

/** The answer's status of `/health`, as text. */
export const healthStatus = async ({ url, signal }: ConfigTarget): Promise<string> =>
  await fetch(`${url}/health`, { signal }).then(
    ({ status }) => String(status),
    () => 'no answer',
  );

/** The errors of the log's lines with this message, from an offset of the output on. */
export const loggedErrors = (output: string, message: string): readonly string[] =>
  output
    .split('\n')
    .filter((line) => line.includes(`"msg":"${message}"`))
    .map((line) => (JSON.parse(line) as { error: string }).error);

/** Whether the newest configuration is in use, as health and the metric say it. */
export const isInUse = async (target: ConfigTarget): Promise<boolean> =>
  (await healthOf(target, 'config')) === 'ok' && (await metricOf(target, 'cano_config_last_reload_successful')) === 1;
