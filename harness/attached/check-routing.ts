import { parse } from 'yaml';
import type { AttachedContext, StepFact } from '../contract/index.ts';
import { analyse, receiversOf } from '../rules/index.ts';
import { alertmanagerConfig } from './alertmanager-api.ts';
import { withPart, type Check } from './check.ts';
import { alertsOf, type Described, type DescribedRule } from './described.ts';
import { prometheusConfig, queryNow } from './prometheus-api.ts';
import { routesOf, type Routes } from './routes-of.ts';

type Labels = Readonly<Record<string, string>>;

/** More series than this of one rule are not asked about. */
const mostSeries = 20;

/** Whether the running tree takes each documented alert to the receivers that the documented tree takes it to. */
export const checkRouting = (described: Described): Check => {
  const alerts = alertsOf(described).map((rule) => ({ rule, name: `${rule.alert} goes to its receiver` }));
  const steps = alerts.map(({ name }) => name);
  return {
    name: 'routing',
    title: `a running Alertmanager sends the alerts of ${described.name} where it is documented`,
    steps,
    run: async (context) =>
      await withPart(context, 'alertmanagerUrl', steps, async (url) => {
        const running = routesOf(await alertmanagerConfig(url));
        const { labels, undecided } = await addedLabels(context);
        for (const { rule, name } of alerts) {
          const matrix = await labelsOf(context, rule, labels);
          const fact = await compare(context.stack.amtool, described.tree, running, matrix);
          context.record({ name, ...fact, undecided: undecided ?? fact.undecided });
        }
      }),
  };
};

const compare = async (
  amtool: string,
  documented: string | undefined,
  { tree, silent }: Routes,
  matrix: readonly Labels[],
): Promise<Omit<StepFact, 'name'>> => {
  const reached = await receiversOf(amtool, tree, matrix);
  const got = distinct(
    reached.map((names) => names.map((name) => (silent.has(name) ? `${name} (tells nobody)` : name))),
  );
  const detail = `asked with ${matrix.map(written).join(' and ')}`;
  if (documented !== undefined) {
    const expected = distinct(await receiversOf(amtool, routesOf(documented).tree, matrix));
    return { expected, got, detail: expected === got ? undefined : detail };
  }
  const isUntold = reached.some((names) => names.every((name) => silent.has(name)));
  return isUntold
    ? { expected: 'a receiver that tells somebody', got, detail }
    : { expected: 'its documented receiver', got, detail, undecided: 'no receiver is documented' };
};

const distinct = (receivers: readonly (readonly string[])[]): string =>
  [...new Set(receivers.map((names) => names.join(' and ')))].sort().join(' or ');

const written = (labels: Labels): string =>
  `{${Object.entries(labels)
    .map(([name, value]) => `${name}="${value}"`)
    .join(', ')}}`;

type Config = {
  readonly global?: { readonly external_labels?: Labels } | null;
  readonly alerting?: { readonly alert_relabel_configs?: readonly unknown[] | null } | null;
};

/** What Prometheus puts on every alert that it sends. What it rewrites by rules of its own cannot be told from outside. */
const addedLabels = async ({
  stack: { prometheusUrl },
}: AttachedContext): Promise<{ labels: Labels; undecided?: string }> => {
  if (prometheusUrl === undefined) return { labels: {} };
  const { global, alerting } = parse(await prometheusConfig(prometheusUrl)) as Config;
  const labels = global?.external_labels ?? {};
  const rewrites = alerting?.alert_relabel_configs?.length ?? 0;
  return rewrites === 0 ? { labels } : { labels, undecided: 'Prometheus rewrites the labels of alerts that it sends' };
};

/** The labels with which the alert would be sent: those of each series that its expression compares, and its rule's. */
const labelsOf = async (
  { stack: { prometheusUrl } }: AttachedContext,
  { alert, expr, labels }: DescribedRule,
  added: Labels,
): Promise<Labels[]> => {
  const series = prometheusUrl === undefined ? [] : await queryNow(prometheusUrl, analyse(expr).lhs);
  const own = series.slice(0, mostSeries).map((each) => without(each.labels, '__name__'));
  return (own.length === 0 ? [{}] : own).map((kept) => ({ ...added, ...kept, ...labels, alertname: alert }));
};

const without = (labels: Labels, name: string): Labels =>
  Object.fromEntries(Object.entries(labels).filter(([each]) => each !== name));
