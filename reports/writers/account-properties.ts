import type { JudgedDrill } from '../../harness/contract/index.ts';
import { accountsOf, quantileName } from '../facts/account-facts.ts';

type Properties = Readonly<Record<string, string | number | undefined>>;

/** Gives the figures of every account of a drill by names that can be plotted over runs: `deliveries.p95Ms`. */
export const accountProperties = (drill: JudgedDrill): Properties => {
  const all = [...accountsOf(drill, 'judged'), ...accountsOf(drill, 'tried')];
  const named = all.flatMap(({ account, judged }) => {
    const { sent, acknowledged, delivered, late, lost, duplicated, recovered } = account.ledger.counts;
    const share = judged?.share;
    const values = {
      outcome: judged?.outcome,
      ...{ sent, acknowledged, delivered, late, lost, duplicated, recovered },
      onTimeShare: share === undefined || share.total === 0 ? undefined : share.within / share.total,
      onTimeShareLower: share?.interval.lower,
      onTimeShareUpper: share?.interval.upper,
      ...Object.fromEntries(account.quantiles.map(({ share: part, ms }) => [`${quantileName(part)}Ms`, ms])),
    };
    return Object.entries(values).map(([name, value]) => [`${account.name}.${name}`, value] as const);
  });
  return Object.fromEntries(named);
};
