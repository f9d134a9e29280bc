import { parse } from 'yaml';
import type { Settings } from '../contract/index.ts';
import { HarnessError, parseDuration } from '../core/index.ts';
import { analyse } from './analyse.ts';
import type { LoadedRules } from './load-rules.ts';
import { routeOf, type Route } from './route-of.ts';

/** Reads off the files of a stack what an alert's timing follows from; unwritten durations have the programs' defaults. */
export const settingsOf = (files: {
  readonly prometheus: string;
  readonly alertmanager: string;
  readonly rules: readonly LoadedRules[];
  readonly alertname: string;
}): Settings => {
  const { global = {} } = (parse(files.prometheus) ?? {}) as { global?: Record<string, string> };
  const { route } = parse(files.alertmanager) as { route: Route };
  const group = files.rules
    .flatMap(({ groups }) => groups)
    .find(({ rules }) => rules.some(({ alert }) => alert === files.alertname));
  const rule = group?.rules.find(({ alert }) => alert === files.alertname);
  if (rule === undefined)
    throw new HarnessError('DRILL_INVALID', { what: 'no rule defines this alert', got: files.alertname });
  const timers = routeOf(route, { ...rule.labels, alertname: files.alertname });
  const scrapeIntervalMs = ms(global['scrape_interval'], '1m');
  return {
    scrapeIntervalMs,
    scrapeTimeoutMs: Math.min(scrapeIntervalMs, ms(global['scrape_timeout'], '10s')),
    evaluationIntervalMs: group?.intervalMs ?? ms(global['evaluation_interval'], '1m'),
    forMs: rule.forMs,
    windowMs: analyse(rule.expr).windowMs,
    groupWaitMs: ms(timers.group_wait, '30s'),
    groupIntervalMs: ms(timers.group_interval, '5m'),
  };
};

const ms = (text: string | undefined, fallback: string): number => parseDuration(text ?? fallback) ?? 0;
