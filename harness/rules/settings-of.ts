import { parse } from 'yaml';
import type { Settings } from '../contract/index.ts';
import { HarnessError, parseDuration } from '../core/index.ts';
import { analyse } from './analyse.ts';
import type { LoadedRules, RuleGroup } from './load-rules.ts';
import type { Rule } from './read-rule.ts';
import { routeOf, type Route } from './route-of.ts';

type Written = string | number | undefined;
type ScrapeTimes = { readonly scrape_interval?: Written; readonly scrape_timeout?: Written };
type PrometheusConfig = {
  readonly global?: (ScrapeTimes & { readonly evaluation_interval?: Written }) | null;
  readonly scrape_configs?: readonly (ScrapeTimes & { readonly job_name: string })[] | null;
};

export type RunningFiles = {
  readonly prometheus: string;
  readonly alertmanager: string;
  readonly rules: readonly LoadedRules[];
  readonly alertname: string;
  /** The scrape job whose own interval and timeout hold, if it has any. */
  readonly job?: string;
  /** Labels of the alert beside its rule's, which a route may match. */
  readonly labels?: Readonly<Record<string, string>>;
};

/**
 * Reads off the files of a stack what an alert's timing follows from, in ms; unwritten durations have the programs'
 * defaults. Throws `DRILL_INVALID` when no rule defines the alert or a duration is none.
 */
export const settingsOf = ({ prometheus, alertmanager, rules, ...alert }: RunningFiles): Settings => {
  const { group, rule } = findRule(rules, alert.alertname);
  const labels = { ...alert.labels, ...group.labels, ...rule.labels, alertname: alert.alertname };
  const { route } = parse(alertmanager) as { route: Route };
  const timers = routeOf(route, labels);
  const config = (parse(prometheus) ?? {}) as PrometheusConfig;
  return {
    ...scrapeTimes(config, alert.job),
    evaluationIntervalMs: group.intervalMs ?? durationMs(config.global?.evaluation_interval, '1m'),
    forMs: rule.forMs,
    windowMs: analyse(rule.expr).windowMs,
    groupWaitMs: durationMs(timers.group_wait, '30s'),
    groupIntervalMs: durationMs(timers.group_interval, '5m'),
  };
};

const findRule = (rules: readonly LoadedRules[], alertname: string): { group: RuleGroup; rule: Rule } => {
  const found = rules
    .flatMap(({ groups }) => groups.flatMap((group) => group.rules.map((rule) => ({ group, rule }))))
    .find(({ rule }) => rule.alert === alertname);
  if (found === undefined)
    throw new HarnessError('DRILL_INVALID', { what: 'no rule defines this alert', got: alertname });
  return found;
};

/** A job's own times, else the global ones; a timeout that is not written is no longer than its interval. */
const scrapeTimes = ({ global, scrape_configs }: PrometheusConfig, job: string | undefined) => {
  const own = scrape_configs?.find(({ job_name }) => job_name === job);
  const scrapeIntervalMs = durationMs(own?.scrape_interval ?? global?.scrape_interval, '1m');
  const timeoutMs = durationMs(own?.scrape_timeout ?? global?.scrape_timeout, '10s');
  return { scrapeIntervalMs, scrapeTimeoutMs: Math.min(scrapeIntervalMs, timeoutMs) };
};

const durationMs = (text: Written, fallback: string): number => {
  const ms = parseDuration(String(text ?? fallback));
  if (ms === undefined) throw new HarnessError('DRILL_INVALID', { what: 'not a duration', got: String(text) });
  return ms;
};
