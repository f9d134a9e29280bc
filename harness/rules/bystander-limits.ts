import type { Drill } from '../contract/index.ts';
import { asksAboutScrapes } from './asks-about-scrapes.ts';
import type { LoadedRules } from './load-rules.ts';
import { settingLimit, type SpeedLimit } from './setting-limit.ts';

/** For longer than this no busy machine keeps a subject from answering, in ms. */
const leastForMs = 2_000;

/**
 * Gives the limits of a drill's speed that alerts set which must stay silent in it: one that asks whether something was
 * scraped would fire where a busy machine answers no scrape for the whole of a short `for`. One without a `for` sets none.
 */
export const bystanderLimits = (
  { expectations, companions }: Pick<Drill, 'expectations' | 'companions'>,
  rules: readonly LoadedRules[],
): SpeedLimit[] => {
  const firing = expectations.filter(({ behaviour }) => behaviour.startsWith('fires'));
  const mayFire = new Set([
    ...firing.map(({ alertname }) => alertname),
    ...(companions?.must ?? []),
    ...(companions?.may ?? []),
  ]);
  return rules
    .flatMap(({ groups }) => groups.flatMap((group) => group.rules))
    .filter(({ alert, expr }) => alert !== undefined && !mayFire.has(alert) && asksAboutScrapes(expr))
    .flatMap(({ alert = '', forMs }) =>
      settingLimit(`${alert}, which failed scrapes could fire: its for`, forMs, leastForMs),
    );
};
