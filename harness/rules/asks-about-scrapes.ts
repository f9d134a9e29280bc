import { analyse } from './analyse.ts';
import { nodesOf, parsePromql } from './promql-tree.ts';

/**
 * Whether an alert's expression asks if something was scraped: by `up`, by what is absent, or by a number in the place of
 * what is. A scrape that fails can make such an alert fire, and no other.
 */
export const asksAboutScrapes = (expr: string): boolean => {
  const { metrics, absent } = analyse(expr);
  return metrics.includes('up') || absent || nodesOf(parsePromql(expr).tree, 'Vector').length > 0;
};
