/** A route of Alertmanager's tree, as far as timers need it. */
export type Route = {
  readonly group_wait?: string;
  readonly group_interval?: string;
  readonly match?: Readonly<Record<string, string>>;
  readonly match_re?: Readonly<Record<string, string>>;
  readonly matchers?: readonly string[];
  readonly routes?: readonly Route[];
};
type Timers = Pick<Route, 'group_wait' | 'group_interval'>;

/** Gives the timers of the first deepest route that takes the labels; a route inherits what it does not set. */
export const routeOf = (route: Route, labels: Readonly<Record<string, string>>, inherited: Timers = {}): Timers => {
  const timers: Timers = { ...inherited, ...pick(route) };
  const taken = route.routes?.find((child) => takes(child, labels));
  return taken === undefined ? timers : routeOf(taken, labels, timers);
};

const pick = ({ group_wait, group_interval }: Route): Timers => ({
  ...(group_wait === undefined ? {} : { group_wait }),
  ...(group_interval === undefined ? {} : { group_interval }),
});

const takes = (
  { match = {}, match_re = {}, matchers = [] }: Route,
  labels: Readonly<Record<string, string>>,
): boolean =>
  Object.entries(match).every(([name, value]) => (labels[name] ?? '') === value) &&
  Object.entries(match_re).every(([name, value]) => whole(value).test(labels[name] ?? '')) &&
  matchers.every((matcher) => takesMatcher(matcher, labels));

const whole = (pattern: string): RegExp => new RegExp(`^(?:${pattern})$`);

const takesMatcher = (matcher: string, labels: Readonly<Record<string, string>>): boolean => {
  const [, name = '', operator = '', raw = ''] = /^\s*"?([^=!~"\s]+)"?\s*(=~|!~|!=|=)\s*(.*?)\s*$/.exec(matcher) ?? [];
  const value = raw.replace(/^"(.*)"$/, '$1');
  const label = labels[name] ?? '';
  const isEqual = operator.endsWith('~') ? whole(value).test(label) : label === value;
  return operator.startsWith('!') ? !isEqual : isEqual;
};
