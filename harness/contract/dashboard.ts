import * as z from 'zod';
import { findingClaimSchema } from './finding-claim.ts';
import { sourceSchema } from './source.ts';

/** What a panel shows: a value at least, none at all, or Prometheus' refusal of its query. */
export const panelSightSchema = z.enum(['data', 'no data', 'error']);
export type PanelSight = z.infer<typeof panelSightSchema>;

/** A panel of a documented dashboard. Queries are PromQL with the durations of real time, and with Grafana's variables. */
export const panelSchema = z.strictObject({
  /** The catalogue's id, such as `k8smon.dashboard.main.panel.2`. */
  id: z.string(),
  title: z.string(),
  source: sourceSchema,
  /** The documented queries; none where the document has a title alone. */
  queries: z.array(z.string()),
  /** Queries of our own over the documented metrics, where the document has none. */
  built: z.array(z.string()).optional(),
  /** What the catalogue says of a panel that is empty. Without it the panel must have data. */
  empty: findingClaimSchema.optional(),
  /** Queries that do what an empty panel is meant to do; they must have data. */
  corrected: z.array(z.string()).optional(),
  /** Other mistakes of it in the catalogue, by id, which no query shows. */
  defects: z.array(z.string()).optional(),
  /** The drills in which its metrics move, and which judge it; the healthy one unless said otherwise. */
  movedBy: z.array(z.string()).min(1).optional(),
});
export type Panel = z.infer<typeof panelSchema>;

/** A dashboard that is documented for a system. */
export const dashboardSchema = z.strictObject({
  id: z.string(),
  title: z.string(),
  source: sourceSchema,
  /** A regular expression for the names of the only metrics that the documented scrape keeps, where it drops others. */
  keeps: z.string().optional(),
  /** Mistakes of the whole dashboard in the catalogue, by id. */
  defects: z.array(z.string()).optional(),
  panels: z.array(panelSchema).min(1),
});
export type Dashboard = z.infer<typeof dashboardSchema>;

/** A query that a drill asks for a panel: the panel's own, or the corrected one beside it, as it runs. */
export const panelQuerySchema = z.strictObject({
  panel: z.string(),
  form: z.enum(['own', 'corrected']),
  expr: z.string(),
});
export type PanelQuery = z.infer<typeof panelQuerySchema>;

/** What Prometheus answered over the drill's span. A series counts when it has a number in it. */
export const panelAnswerSchema = panelQuerySchema.extend({
  seen: panelSightSchema,
  series: z.int().nonnegative(),
  /** The last number of its first series. */
  last: z.number().optional(),
  /** Whether every number is 0: the query finds its metrics, and nothing moved them. */
  isZero: z.literal(true).optional(),
  /** Why the query was refused. */
  error: z.string().optional(),
});
export type PanelAnswer = z.infer<typeof panelAnswerSchema>;

/** A panel that a drill judges, because its metrics move in it. */
export const judgedPanelSchema = panelSchema
  .pick({ id: true, title: true, source: true, empty: true })
  .extend({ expects: panelSightSchema.exclude(['error']), isCorrected: z.boolean() });
export type ExpectedPanel = z.infer<typeof judgedPanelSchema>;
