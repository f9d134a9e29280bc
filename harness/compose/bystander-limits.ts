import type { Drill } from '../contract/index.ts';
import { formatDuration } from '../core/index.ts';
import { asksAboutScrapes, type LoadedRules } from '../rules/index.ts';

/** For longer than this no busy machine keeps a subject from answering, in ms. */
const leastForMs = 2_000;

/**
 * Gives the limits of a drill's speed that alerts set which must stay silent in it: one that asks whether something was
 * scraped would fire where a busy machine answers no scrape for the whole of a short `for`. One without a `for` sets none.
 */
export const bystanderLimits = (
  { expectations, companions }: Pick<Drill, 'expectations' | 'companions'>,
  rules: readonly LoadedRules[],
): { readonly max: number; readonly because: string }[] => {
  const firing = expectations.filter(({ behaviour }) => behaviour.startsWith('fires'));
  const mayFire = new Set([
    ...firing.map(({ alertname }) => alertname),
    ...(companions?.must ?? []),
    ...(companions?.may ?? []),
  ]);
  return rules
    .flatMap(({ groups }) => groups.flatMap((group) => group.rules))
    .filter(
      ({ alert, forMs, expr }) => alert !== undefined && forMs > 0 && !mayFire.has(alert) && asksAboutScrapes(expr),
    )
    .map(({ alert = '', forMs }) => {
      const max = Math.max(1, forMs / leastForMs);
      const what = `for ${formatDuration(forMs)} of ${alert}, which scrapes that fail could fire,`;
      return { max, because: `${what} is at least ${formatDuration(leastForMs)} up to speed ${max}` };
    });
};
