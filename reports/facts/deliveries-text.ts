import type { JudgedDrill, LoadShape } from '../../harness/contract/index.ts';
import { accountsOf, judgedShareText, limitText, mostOf, quantileText, type AccountFacts } from './account-facts.ts';
import { duration } from './plain-text.ts';

const allowed = ['lost', 'duplicated', 'unexpected', 'reordered', 'stuck'] as const;
const always: readonly string[] = ['lost', 'duplicated'];

/**
 * Says in a line what became of the alerts that a drill sent: the share within the objective with its interval, quantiles,
 * what was lost and duplicated, and how long each thing took that was waited for; or the rate that was found. None for a
 * drill that sent none.
 */
export const deliveriesText = (drill: JudgedDrill, detail: 'bounds' | 'brief'): string | undefined => {
  const judged = accountsOf(drill, 'judged');
  if (judged.length === 0) return foundText(drill);
  const text = judged
    .map((facts) => `${judged.length > 1 ? `${facts.account.name}: ` : ''}${accountText(facts, detail)}`)
    .join('; ');
  const load = drill.plan?.load;
  if (detail === 'brief') return text;
  return [load === undefined ? text : `${rateText(load)}: ${text}`, ...timesOf(drill)].join('; ');
};

/** How long each step took that something was waited for in: `it scales up: 26.7 s`. */
const timesOf = ({ steps = [] }: JudgedDrill): string[] => {
  const timed = steps.flatMap(({ name, within }) =>
    within?.gotMs === undefined ? [] : [`${name}: ${duration(within.gotMs).replaceAll(' ', '\u00a0')}`],
  );
  return timed.length === 0 ? [] : [timed.join(', ')];
};

/** Writes the rate of a load and how long it lasts: `200/s for 60 s`. */
export const rateText = ({ alertsPerSecond, durationMs }: LoadShape): string =>
  `${Number(alertsPerSecond.toFixed(2))}/s for ${Number((durationMs / 1000).toFixed(1))} s`;

/** What the steps of a drill found, as the rate at the knee. */
const foundText = ({ steps = [] }: JudgedDrill): string | undefined => {
  const details = steps.flatMap(({ detail }) => (detail === undefined ? [] : [detail]));
  return details.length === 0 ? undefined : details.join('; ');
};

const accountText = ({ account, judged }: AccountFacts, detail: 'bounds' | 'brief'): string => {
  const { ledger, objective } = account;
  const { sent, delivered, recovered } = ledger.counts;
  const share = judged?.share;
  const timely =
    share === undefined || objective === undefined
      ? [`${sent} sent`, `${delivered} delivered`]
      : [judgedShareText(share, ` within ${limitText(objective.withinMs)}`), quantileText(account, 0.95)];
  const more = detail === 'brief' || share === undefined ? [] : [quantileText(account, 0.99)];
  const wrong = allowed.flatMap((kind) => wrongText(account, kind));
  return [...timely, ...more, ...wrong, ...(share === undefined ? [`recovered ${recovered}`] : [])]
    .filter((part) => part !== undefined)
    .map((part) => part.replaceAll(' ', '\u00a0'))
    .join(', ');
};

const wrongText = (account: AccountFacts['account'], kind: (typeof allowed)[number]): string[] => {
  const got = account.ledger.counts[kind];
  const most = mostOf(account, kind);
  if (most !== undefined && got > most) return [`${kind} ${got} (at most ${most})`];
  return got > 0 || always.includes(kind) ? [`${kind} ${got}`] : [];
};
