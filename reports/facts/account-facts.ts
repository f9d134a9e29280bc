import type {
  AccountRecord,
  Allowance,
  JudgedAccount,
  JudgedDrill,
  JudgedShare,
} from '../../harness/contract/index.ts';

/** An account with what it comes to; `judged` is missing where the drill never came to its verdict. */
export type AccountFacts = { readonly account: AccountRecord; readonly judged: JudgedAccount | undefined };

/** Gives the accounts of a drill of deliveries in their order: those that decide, or those that are only shown. */
export const accountsOf = ({ accounts = [], verdict }: JudgedDrill, kind: 'judged' | 'tried'): AccountFacts[] =>
  accounts
    .map((account, index) => ({ account, judged: verdict.accounts?.[index] }))
    .filter(({ account }) => (account.unjudged === true) === (kind === 'tried'));

/** Writes a latency in ms: `41 ms`, `6.21 s`. */
export const latencyText = (ms: number): string => {
  if (ms < 10) return `${Number(ms.toFixed(1))} ms`;
  return ms < 999.5 ? `${ms.toFixed(0)} ms` : `${(ms / 1000).toFixed(ms < 9_995 ? 2 : 1)} s`;
};

/** Writes a limit in ms as it is promised: `5 s`. */
export const limitText = (ms: number): string => `${Number((ms / 1000).toFixed(3))} s`;

/** Writes a share in per cent, rounded down, so that only what meets an objective reads as if it did: `99.97 %`. */
export const shareText = (share: number): string => `${hundredths(share)} %`;

/** Writes a share with its interval: `98.6 % (97.91–99.12 %)`; without one of nothing. */
export const judgedShareText = ({ within, total, interval }: JudgedShare, between = ''): string =>
  `${total === 0 ? 'none' : shareText(within / total)}${between} (${hundredths(interval.lower)}–${shareText(interval.upper)})`;

/** Writes a quantile of an account: `p95 41 ms`; none where nothing was delivered. */
export const quantileText = ({ quantiles }: AccountRecord, share: number): string | undefined => {
  const found = quantiles.find((quantile) => quantile.share === share);
  return found && `${quantileName(share)} ${latencyText(found.ms)}`;
};

/** Names a quantile: `p95`, `p99.9`. */
export const quantileName = (share: number): string => `p${Number((share * 100).toFixed(3))}`;

/** Gives the most that an account may have of a count, where there is such a limit. */
export const mostOf = ({ allowance }: AccountRecord, kind: string): number | undefined =>
  allowance[kind as keyof Allowance];

const hundredths = (share: number): number => Math.floor(share * 1e4 + 1e-6) / 100;
