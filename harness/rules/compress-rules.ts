import { stringify } from 'yaml';
import type { Rewrite } from '../contract/index.ts';
import { formatDuration } from '../core/index.ts';
import { compressExpr } from './compress-expr.ts';
import type { LoadedRules, RuleGroup } from './load-rules.ts';
import type { Rule } from './read-rule.ts';
import { scaleMs } from './scale-ms.ts';

/** Writes loaded rules as a Prometheus rule file; one that is such a file already is given as it is. */
export const toRuleFile = (loaded: LoadedRules): string =>
  loaded.form === 'rules' ? loaded.text : render(loaded.groups);

/**
 * Divides ranges, offsets, `for`, `keep_firing_for`, group intervals and query offsets by `speed`, and lists what it
 * rewrote; at 1 the text is `toRuleFile`'s. Throws `RULES_INVALID` for an expression that calculates a duration.
 */
export const compressRules = (loaded: LoadedRules, speed: number): { text: string; rewrites: Rewrite[] } => {
  if (speed === 1) return { text: toRuleFile(loaded), rewrites: [] };
  const scaling = new Scaling(speed);
  const groups = loaded.groups.map((group) => scaling.group(group, `${loaded.path} › group ${group.name}`));
  return { text: render(groups), rewrites: scaling.rewrites };
};

class Scaling {
  readonly rewrites: Rewrite[] = [];
  readonly #speed: number;

  constructor(speed: number) {
    this.#speed = speed;
  }

  group(group: RuleGroup, where: string): RuleGroup {
    return {
      ...group,
      intervalMs: this.#duration(group.intervalMs, `${where} › interval`),
      queryOffsetMs: this.#duration(group.queryOffsetMs, `${where} › query_offset`),
      rules: group.rules.map((rule) => this.#rule(rule, where)),
    };
  }

  #rule(rule: Rule, group: string): Rule {
    const where = `${group} › ${rule.alert === undefined ? `record ${rule.record ?? ''}` : `alert ${rule.alert}`}`;
    const { expr, rewrites } = compressExpr(rule.expr, this.#speed, `${where} › expr`);
    this.rewrites.push(...rewrites);
    return {
      ...rule,
      expr,
      forMs: this.#duration(rule.forMs, `${where} › for`),
      keepFiringForMs: this.#duration(rule.keepFiringForMs, `${where} › keep_firing_for`),
    };
  }

  #duration<Ms extends number | undefined>(ms: Ms, where: string): Ms {
    if (ms === undefined || ms === 0) return ms;
    const scaled = scaleMs(ms, this.#speed);
    this.rewrites.push({ where, from: formatDuration(ms), to: formatDuration(scaled) });
    return scaled as Ms;
  }
}

const render = (groups: readonly RuleGroup[]): string =>
  stringify({ groups: groups.map(renderGroup) }, { lineWidth: 0 });

const renderGroup = ({ name, intervalMs, queryOffsetMs, limit, labels, rules }: RuleGroup) => ({
  name,
  ...(intervalMs === undefined ? {} : { interval: formatDuration(intervalMs) }),
  ...(queryOffsetMs === undefined ? {} : { query_offset: formatDuration(queryOffsetMs) }),
  ...(limit === undefined ? {} : { limit: Number(limit) }),
  ...unlessEmpty('labels', labels),
  rules: rules.map(renderRule),
});

const renderRule = ({ alert, record, expr, forMs, keepFiringForMs, labels, annotations }: Rule) => ({
  ...(alert === undefined ? { record } : { alert }),
  expr,
  ...(forMs === 0 ? {} : { for: formatDuration(forMs) }),
  ...(keepFiringForMs === 0 ? {} : { keep_firing_for: formatDuration(keepFiringForMs) }),
  ...unlessEmpty('labels', labels),
  ...unlessEmpty('annotations', annotations),
});

const unlessEmpty = (key: string, map: Readonly<Record<string, string>>) =>
  Object.keys(map).length === 0 ? {} : { [key]: map };
