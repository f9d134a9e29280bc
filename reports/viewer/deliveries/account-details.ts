import { ledgerFaultNames, type AccountRecord, type LoadSummary } from '../../../harness/contract/index.ts';
import { latencyText, quantileName } from '../../facts/account-facts.ts';
import { count } from '../../facts/plain-text.ts';
import { markup, type Fragment, type Html } from '../markup.ts';
import { code, facts, table } from '../parts.ts';

/** Writes the quantiles of the latencies, each with its interval where there are enough for one. */
export const quantilesTable = ({ quantiles, ledger, objective }: AccountRecord): Html => {
  const rows: Fragment[][] = quantiles.map(({ share, ms, interval }) => [
    quantileName(share),
    latencyText(ms),
    interval === undefined
      ? markup`<span class="muted">too few for one</span>`
      : `${latencyText(interval.lower)} – ${latencyText(interval.upper)}`,
  ]);
  const greatest = ledger.latency.maxMs;
  const all = greatest === undefined ? rows : [...rows, ['greatest', latencyText(greatest), '']];
  const columns = ['Quantile', 'Latency', `Interval at ${(objective?.confidence ?? 0.95) * 100} %`];
  return table({ className: 'quantiles', caption: 'Latency of the delivered', columns }, all);
};

/** Writes whether the generator itself sent what was planned when it was due. */
export const generatorFacts = ({ load }: AccountRecord): Html =>
  facts(
    [
      [
        'Generator',
        `sent ${load.sent.requests} of ${count(load.planned.requests, 'planned request')}, ${endText(load)}`,
      ],
      ['Dropped', droppedText(load)],
      ['Sent after it was due', lagText(load)],
    ],
    'facts generator',
  );

/** Writes the first alerts of each kind that went wrong, folded; nothing where none did. */
export const examplesList = ({ ledger: { examples, counts } }: AccountRecord): Fragment => {
  const entries = ledgerFaultNames.flatMap((kind) => {
    const own = examples[kind] ?? [];
    if (own.length === 0) return [];
    const ids = own.map(({ id, status }) => markup`<li>${code(id)} ${status}</li>`);
    return [[`${kind}, ${own.length} of ${counts[kind]}`, markup`<ul>${ids}</ul>`] as const];
  });
  if (entries.length === 0) return undefined;
  return markup`<details class="examples"><summary>Examples of what was not delivered once and on time</summary>${facts(entries)}</details>`;
};

const endText = ({ outcome, failure }: LoadSummary): string =>
  outcome === 'ended' ? 'and ended by itself' : `${outcome}${failure === undefined ? '' : `: ${failure}`}`;

const droppedText = ({ dropped, missing, torn }: LoadSummary): string =>
  [
    dropped === undefined ? 'the generator did not say' : String(dropped),
    ...(missing === 0 ? [] : [`${missing} missing in its record`]),
    ...(torn === 0 ? [] : [`${count(torn, 'torn line')} in its record`]),
  ].join(', ');

const lagText = ({ lag: { p50Ms, p99Ms, maxMs, lateShare, limitMs } }: LoadSummary): string => {
  const over = `${Number((lateShare * 100).toFixed(1))} % over the ${limitMs} ms that are allowed`;
  return `p50 ${latencyText(p50Ms)}, p99 ${latencyText(p99Ms)}, at most ${latencyText(maxMs)}; ${over}`;
};
