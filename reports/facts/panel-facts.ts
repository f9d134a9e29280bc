import type { JudgedPanel, PanelAnswer, RunRecord } from '../../harness/contract/index.ts';
import { count } from './plain-text.ts';

/** Gives the panels of all dashboards of the systems that were drilled. */
export const panelsOf = ({ dashboards = [] }: Pick<RunRecord, 'dashboards'>): JudgedPanel[] =>
  dashboards.flatMap(({ panels }) => panels);

const kinds = {
  breached: 'not as the catalogue says',
  untold: 'untold',
  unjudged: 'not judged',
  empty: 'empty as the catalogue says',
  data: 'with data',
} as const;

const kindOf = ({ outcome, seen }: JudgedPanel): keyof typeof kinds => {
  if (outcome === 'breached') return 'breached';
  if (outcome === 'skipped') return 'unjudged';
  if (outcome !== 'held') return 'untold';
  return seen === 'data' ? 'data' : 'empty';
};

/** Writes panels counted by what became of them: `31 panels: 26 with data · 5 empty as the catalogue says`. */
export const panelsText = (panels: readonly JudgedPanel[]): string => {
  const names = (['data', 'empty', 'unjudged', 'untold', 'breached'] as const).flatMap((kind) => {
    const amount = panels.filter((panel) => kindOf(panel) === kind).length;
    return amount === 0 ? [] : [`${amount} ${kinds[kind]}`];
  });
  return `${count(panels.length, 'panel')}: ${names.join(' · ')}`;
};

/** Writes what a query showed: `data in 4 series, last value 1.998`. */
export const answerText = ({ seen, series, last, isZero, error }: PanelAnswer): string => {
  if (seen === 'error') return `refused: ${error ?? 'no reason given'}`;
  if (seen === 'no data' || last === undefined) return seen;
  return `data in ${series} series, ${isZero ? '0 throughout' : `last value ${written(last)}`}`;
};

const written = (value: number): string =>
  Math.abs(value) < 10_000 ? String(Number(value.toPrecision(4))) : value.toExponential(2);

/** A query as it is documented or as we wrote it, before it was fitted to a drill, and what it showed. */
export type ToldQuery = {
  readonly of: 'documented' | 'ours' | 'corrected';
  readonly expr: string;
  readonly answer: PanelAnswer | undefined;
};

/** Gives the queries of a panel, in the order in which they were asked. */
export const queriesOf = ({ queries, built = [], corrected = [], answers }: JudgedPanel): ToldQuery[] => {
  const own = answers.filter(({ form }) => form === 'own');
  const beside = answers.filter(({ form }) => form === 'corrected');
  const isOurs = queries.length === 0;
  return [
    ...(isOurs ? built : queries).map((expr, index): ToldQuery => ({
      of: isOurs ? 'ours' : 'documented',
      expr,
      answer: own[index],
    })),
    ...corrected.map((expr, index): ToldQuery => ({ of: 'corrected', expr, answer: beside[index] })),
  ];
};
