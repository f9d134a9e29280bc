import { takesMatchers, wholeValue } from './matchers.ts';

/** A route of Alertmanager's tree, as far as timers need it. */
export type Route = {
  readonly group_wait?: string | number;
  readonly group_interval?: string | number;
  readonly match?: Readonly<Record<string, string | number | boolean>> | null;
  readonly match_re?: Readonly<Record<string, string>> | null;
  readonly matchers?: readonly string[] | null;
  readonly routes?: readonly Route[] | null;
};
type Timers = Pick<Route, 'group_wait' | 'group_interval'>;
type Labels = Readonly<Record<string, string>>;

/** Gives the timers of the first deepest route that takes the labels; a route inherits what it does not set. */
export const routeOf = (route: Route, labels: Labels, inherited: Timers = {}): Timers => {
  const timers: Timers = { ...inherited, ...pick(route) };
  const taken = route.routes?.find((child) => takes(child, labels));
  return taken === undefined ? timers : routeOf(taken, labels, timers);
};

const pick = ({ group_wait, group_interval }: Route): Timers => ({
  ...(group_wait === undefined ? {} : { group_wait }),
  ...(group_interval === undefined ? {} : { group_interval }),
});

const takes = ({ match, match_re, matchers }: Route, labels: Labels): boolean =>
  Object.entries(match ?? {}).every(([name, value]) => (labels[name] ?? '') === String(value)) &&
  Object.entries(match_re ?? {}).every(([name, value]) => wholeValue(value).test(labels[name] ?? '')) &&
  (matchers ?? []).every((text) => takesMatchers(text, labels));
