import { latencyText, limitText, shareText, type AccountFacts } from '../../facts/account-facts.ts';
import { markup, type Fragment, type Html } from '../markup.ts';
import { facts } from '../parts.ts';

/** Writes the four figures that an account is read for, each interval below its value. */
export const accountFigures = ({ account, judged }: AccountFacts): Html => {
  const { lost, duplicated, delivered, recovered } = account.ledger.counts;
  const { objective } = account;
  const share = judged?.share;
  const p95 = account.quantiles.find((quantile) => quantile.share === 0.95);
  const timely: (readonly [string, Fragment])[] =
    share === undefined || objective === undefined || share.total === 0
      ? [
          ['Delivered', delivered],
          ['Recovered', recovered],
        ]
      : [
          [
            `On time, within ${limitText(objective.withinMs)}`,
            valueText(shareText(share.within / share.total), share.interval, shareText),
          ],
          ['p95', p95 && valueText(latencyText(p95.ms), p95.interval, latencyText)],
        ];
  return facts([...timely, ['Lost', lost], ['Duplicated', duplicated]], 'figures');
};

type Interval = { readonly lower: number; readonly upper: number };

const valueText = (value: string, interval: Interval | undefined, write: (end: number) => string): Html =>
  markup`${value}${interval && markup` <span class="muted">${write(interval.lower)} – ${write(interval.upper)}</span>`}`;
