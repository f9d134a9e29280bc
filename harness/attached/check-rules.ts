import { formatDuration } from '../core/index.ts';
import { orNothing, withPart, type Check } from './check.ts';
import { alertsOf, type Described, type DescribedRule } from './described.ts';
import { formatted, loadedAlerts, type LoadedRule } from './prometheus-api.ts';

const asDocumented = 'as documented';

/** Whether each documented rule is loaded with its expression, `for` and labels, and evaluates. */
export const checkRules = (described: Described): Check => {
  const documented = alertsOf(described).map((rule) => ({ rule, name: `${rule.alert} is loaded as documented` }));
  const steps = documented.map(({ name }) => name);
  return {
    name: 'rules',
    title: `a running Prometheus has the documented rules of ${described.name}`,
    steps,
    run: async (context) =>
      await withPart(context, 'prometheusUrl', steps, async (url) => {
        const loaded = await loadedAlerts(url);
        for (const { rule, name } of documented) {
          const candidates = loaded.filter((each) => each.name === rule.alert);
          const { differences, file } = await nearest(url, rule, candidates);
          const files = `${rule.where}${file === undefined ? '' : `, loaded from ${file}`}`;
          const detail = differences.length === 0 ? undefined : files;
          context.record({ name, expected: asDocumented, got: orNothing(differences, asDocumented), detail });
        }
      }),
  };
};

type Comparison = { readonly differences: readonly string[]; readonly file?: string };

/** Another system may have an alert of the same name: the one that differs least is meant. */
const nearest = async (url: string, rule: DescribedRule, candidates: readonly LoadedRule[]): Promise<Comparison> => {
  const compared: Comparison[] = [];
  for (const loaded of candidates) compared.push({ differences: await compare(url, rule, loaded), file: loaded.file });
  const none: Comparison = { differences: ['no such alert is loaded'] };
  return compared.sort((a, b) => a.differences.length - b.differences.length)[0] ?? none;
};

const compare = async (url: string, rule: DescribedRule, loaded: LoadedRule): Promise<string[]> => {
  const [expr, running] = [await formatted(url, rule.expr), await formatted(url, loaded.query)];
  return [
    ...differ('expr', expr, running),
    ...differ('for', formatDuration(rule.forMs), formatDuration(loaded.duration * 1000)),
    ...differ('keep_firing_for', formatDuration(rule.keepFiringForMs), formatDuration(loaded.keepFiringFor * 1000)),
    ...[...new Set([...Object.keys(rule.labels), ...Object.keys(loaded.labels)])].flatMap((label) =>
      differ(`label ${label}`, rule.labels[label] ?? 'none', loaded.labels[label] ?? 'none'),
    ),
    ...(loaded.health === 'err' ? [`it does not evaluate: ${loaded.lastError ?? ''}`] : []),
  ];
};

const differ = (what: string, documented: string, running: string): string[] =>
  documented === running ? [] : [`${what}: documented ${documented}, running ${running}`];
