import { stringify } from 'yaml';
import type { Rewrite } from '../contract/index.ts';
import { formatDuration } from '../core/index.ts';
import { compressExpr } from './compress-expr.ts';
import type { LoadedRules, Rule, RuleGroup } from './load-rules.ts';

/** Writes loaded rules as a Prometheus rule file; one that is such a file already is given as it is. */
export const toRuleFile = (loaded: LoadedRules): string =>
  loaded.form === 'rules' ? loaded.text : render(loaded.groups);

/** Divides ranges, offsets, `for`, `keep_firing_for` and group intervals by `speed`; at 1 the text is `toRuleFile`'s. */
export const compressRules = (loaded: LoadedRules, speed: number): { text: string; rewrites: Rewrite[] } => {
  if (speed === 1) return { text: toRuleFile(loaded), rewrites: [] };
  const rewrites: Rewrite[] = [];
  const divide = (ms: number, where: string): number => {
    if (ms === 0) return 0;
    rewrites.push({ where, from: formatDuration(ms), to: formatDuration(ms / speed) });
    return Math.max(1, Math.round(ms / speed));
  };
  const groups = loaded.groups.map((group): RuleGroup => {
    const where = `${loaded.path} › ${group.name}`;
    const intervalMs = group.intervalMs === undefined ? undefined : divide(group.intervalMs, `${where} › interval`);
    return { ...group, intervalMs, rules: group.rules.map((rule) => compressRule(rule, where)) };
  });
  function compressRule(rule: Rule, group: string): Rule {
    const where = `${group} › ${rule.alert ?? rule.record ?? ''}`;
    const compressed = compressExpr(rule.expr, speed, where);
    rewrites.push(...compressed.rewrites);
    const forMs = divide(rule.forMs, `${where} › for`);
    return {
      ...rule,
      expr: compressed.expr,
      forMs,
      keepFiringForMs: divide(rule.keepFiringForMs, `${where} › keep_firing_for`),
    };
  }
  return { text: render(groups), rewrites };
};

const render = (groups: readonly RuleGroup[]): string =>
  stringify({
    groups: groups.map(({ name, intervalMs, rules }) => ({
      name,
      ...(intervalMs === undefined ? {} : { interval: formatDuration(intervalMs) }),
      rules: rules.map(renderRule),
    })),
  });

const renderRule = ({ alert, record, expr, forMs, keepFiringForMs, labels, annotations }: Rule) => ({
  ...(alert === undefined ? { record } : { alert }),
  expr,
  ...(forMs === 0 ? {} : { for: formatDuration(forMs) }),
  ...(keepFiringForMs === 0 ? {} : { keep_firing_for: formatDuration(keepFiringForMs) }),
  ...(Object.keys(labels).length === 0 ? {} : { labels }),
  ...(Object.keys(annotations).length === 0 ? {} : { annotations }),
});
