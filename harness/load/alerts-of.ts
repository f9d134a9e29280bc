import { alertLabels, fingerprintOf, groupLabels } from './alert-labels.ts';
import { alertId, groupOf, type LoadGroup } from './group-of.ts';
import { intendedOffset } from './intended-offset.ts';
import type { LoadPlan } from './load-plan.ts';
import type { SentAlert } from './webhook-payload.ts';

export type LoadAlerts = {
  readonly group: LoadGroup;
  readonly groupLabels: Readonly<Record<string, string>>;
  readonly alerts: readonly { readonly id: string; readonly sent: SentAlert }[];
};

const unresolved = '0001-01-01T00:00:00Z';
const filler = 'the probe found the condition still true on the last evaluation; ';

/**
 * The alerts that an iteration sends: a pure function of plan and iteration, but for the times, which count from
 * `startMs`. What resolves has the labels, the id and `startsAt` of what fired.
 */
export const alertsOf = (plan: LoadPlan, iteration: number, startMs: number): LoadAlerts => {
  const group = groupOf(plan, iteration);
  const identity = plan.groups === undefined ? group.number : group.number % plan.groups;
  const shared = groupLabels(plan, identity);
  const at = (index: number, skewMs = 0): string =>
    new Date(startMs + intendedOffset(plan.arrivals, index) + skewMs).toISOString();
  const intended = at(iteration);
  const startsAt = at(group.firesIn, plan.skewMs);
  const endsAt = group.status === 'firing' ? unresolved : at(iteration, plan.skewMs);
  const alerts = Array.from({ length: plan.alertsPerRequest }, (_, place) => {
    const id = alertId(plan, group.number, place);
    const own = { identity, place, shared };
    const labels = alertLabels(plan, own);
    const annotations = annotationsOf(plan, { id, intended, labels });
    const fingerprint = fingerprintOf(plan, own);
    const sent = { status: group.status, labels, annotations, startsAt, endsAt, generatorURL, fingerprint };
    return { id, sent };
  });
  const { alertname = '', cluster = '', namespace, node } = shared;
  const groupedBy = { alertname, cluster, ...(namespace === undefined ? { node: node ?? '' } : { namespace }) };
  return { group, groupLabels: groupedBy, alerts };
};

const generatorURL = 'http://prometheus.example/graph?g0.expr=up';

const annotationsOf = (
  { detailLength }: LoadPlan,
  { id, intended, labels }: { id: string; intended: string; labels: Readonly<Record<string, string>> },
): Record<string, string> => {
  const { alertname = '', pod = '' } = labels;
  const annotations: Record<string, string> = {
    summary: `${alertname} on ${pod} (${id})`,
    runbook_url: `https://runbooks.example/${alertname}`,
    firedrill_id: id,
    firedrill_intended: intended,
  };
  if (detailLength > 0) annotations['details'] = `${id}: ${fillerOf(detailLength)}`.slice(0, detailLength);
  return annotations;
};

const fillerOf = (length: number): string => filler.repeat(Math.ceil(length / filler.length));
