import type { AlertTransition, SinkRequest } from '../contract/index.ts';

const idPattern = /fd-[0-9a-f]{8}-\d+/g;

/**
 * Gives the transitions of sent alerts that a request to a sink tells of, whatever it is the body of: those of a webhook
 * by each alert's status, those of Slack, PagerDuty and others by the ids in their text.
 */
export const arrivalsOf = ({ body }: Pick<SinkRequest, 'body'>): AlertTransition[] => {
  const ids = [...new Set(body.match(idPattern))];
  if (ids.length === 0) return [];
  return alertsIn(body) ?? ids.map((id) => ({ id, status: isResolved(body) ? 'resolved' : 'firing' }));
};

/** The alerts of a webhook; undefined for anything else. */
const alertsIn = (body: string): AlertTransition[] | undefined => {
  const { alerts } = parse(body);
  if (!Array.isArray(alerts)) return undefined;
  return alerts.flatMap((alert: { status?: string }) => {
    const [id] = JSON.stringify(alert).match(idPattern) ?? [];
    return id === undefined ? [] : [{ id, status: alert.status === 'resolved' ? 'resolved' : 'firing' }];
  });
};

const parse = (body: string): { alerts?: unknown } => {
  try {
    return (JSON.parse(body) ?? {}) as { alerts?: unknown };
  } catch {
    return {};
  }
};

/** PagerDuty's `event_action`, or the word that Slack's messages begin with. */
const isResolved = (body: string): boolean => /"event_action":"resolve"|\[RESOLVED\b/.test(body);
