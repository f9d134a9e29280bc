import type { LoadAlerts } from './alerts-of.ts';
import type { LoadPlan } from './load-plan.ts';
import { webhookPayload, type SentAlert } from './webhook-payload.ts';

/** The body of a request in the format of the plan's target. */
export const requestBody = ({ target }: LoadPlan, { groupLabels, alerts }: LoadAlerts): string =>
  target === 'webhook'
    ? JSON.stringify(
        webhookPayload(
          'cano-collector',
          groupLabels,
          alerts.map(({ sent }) => sent),
        ),
      )
    : JSON.stringify(alerts.map(({ sent }) => asPosted(sent)));

/** The API of Alertmanager takes no end from an alert that fires: it then ends by `resolve_timeout`. */
const asPosted = ({ status, labels, annotations, startsAt, endsAt, generatorURL }: SentAlert) => ({
  labels,
  annotations,
  startsAt,
  ...(status === 'resolved' ? { endsAt } : {}),
  generatorURL,
});
