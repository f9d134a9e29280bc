import type { Check, DrillRecord, Expectation } from '../contract/index.ts';
import { documentedAt } from './moments.ts';

/** Rounded away from the threshold, so that only what meets it reads as 100 %. */
const percent = (share: number): string => {
  const tenths = share < 1 ? Math.floor(share * 1000 + 1e-9) : Math.ceil(share * 1000 - 1e-9);
  return `${(tenths / 10).toFixed(1)} %`;
};

/**
 * Checks that the expression's greatest value came as near to its threshold as the case wants. That nobody looked is an
 * error; that the expression is empty, with the fault in effect, says that the system does not expose what the alert reads.
 */
export const checkShare = (record: DrillRecord, { alertname, share }: Expectation): Check[] => {
  if (share === undefined) return [];
  const seen = record.expressions.find((expression) => expression.alertname === alertname);
  const name = `${alertname} near its threshold`;
  const wanted = `expected ${percent(share.atLeast)} to under ${percent(share.under)} of the threshold`;
  if (seen === undefined) {
    return [{ name, outcome: 'errored', message: `${alertname}: ${wanted}, but nobody looked at the expression` }];
  }
  if (seen.max === undefined) {
    const empty = `${alertname}: ${wanted}, but the expression had no value${documentedAt(record)}`;
    return [{ name, outcome: 'breached', message: empty }];
  }
  const reached = seen.max / seen.threshold;
  const isWithin = reached >= share.atLeast && reached < share.under;
  const at = `seen at most ${percent(reached)} (${seen.max.toPrecision(4)} of ${seen.threshold})`;
  const message = `${alertname}: ${wanted}, ${at}${isWithin ? '' : documentedAt(record)}`;
  return [{ name, outcome: isWithin ? 'held' : 'breached', message }];
};
