import type { Dashboard, Drill, ExpectedPanel, Panel, PanelQuery } from '../contract/index.ts';
import { compressExpr, keepMetrics, withGrafanaVariables } from '../rules/index.ts';

/** Grafana's own choice for a dashboard that names none. */
const rangeMs = 6 * 3_600_000;
/** About how many points Grafana asks for. */
const points = 1_000;

/**
 * Gives what a drill asks for the panels of its system's dashboards, at its speed: the panels' own queries, on the metrics
 * that the documented scrape keeps, and the corrected ones beside them. `scrapeIntervalMs` is that of real time.
 */
export const planPanels = (
  { system: { dashboards = [] } }: Drill,
  { speed, scrapeIntervalMs }: { readonly speed: number; readonly scrapeIntervalMs: number },
): PanelQuery[] => {
  const times = { rangeMs, intervalMs: Math.max(scrapeIntervalMs, rangeMs / points), scrapeIntervalMs };
  const asked = (query: string, panel: Panel): string =>
    compressExpr(withGrafanaVariables(query, times), speed, panel.id).expr;
  return dashboards.flatMap(({ panels, keeps }) =>
    panels.flatMap((panel) => [
      ...ownQueries(panel).map((query) => ({
        panel: panel.id,
        form: 'own' as const,
        expr: kept(asked(query, panel), keeps),
      })),
      ...(panel.corrected ?? []).map((query) => ({
        panel: panel.id,
        form: 'corrected' as const,
        expr: asked(query, panel),
      })),
    ]),
  );
};

const ownQueries = ({ queries, built = [] }: Panel): readonly string[] => (queries.length > 0 ? queries : built);

const kept = (expr: string, keeps: Dashboard['keeps']): string =>
  keeps === undefined ? expr : keepMetrics(expr, keeps);

/** Gives the panels that a drill judges: those whose metrics move in it. */
export const expectedPanels = ({ id, case: name, system: { dashboards = [] } }: Drill): ExpectedPanel[] =>
  dashboards
    .flatMap(({ panels }) => panels)
    .filter(({ movedBy }) => movedBy?.includes(id) ?? name === 'healthy')
    .map(({ id: panel, title, source, empty, corrected = [] }) => ({
      id: panel,
      title,
      source,
      ...(empty === undefined ? {} : { empty }),
      expects: empty === undefined ? 'data' : 'no data',
      isCorrected: corrected.length > 0,
    }));
