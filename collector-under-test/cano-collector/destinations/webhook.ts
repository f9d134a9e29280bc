import type { Destination } from '../config/schema.ts';
import type { Message, OutgoingRequest } from './client.ts';

/** Builds an Alertmanager version 4 webhook that carries one alert. */
export function webhookRequest(destination: Destination & { type: 'webhook' }, { notice }: Message): OutgoingRequest {
  const { alert, receiver, groupKey, groupLabels, externalURL } = notice;
  const body = {
    version: '4',
    groupKey,
    truncatedAlerts: 0,
    status: alert.status,
    receiver,
    groupLabels,
    commonLabels: alert.labels,
    commonAnnotations: alert.annotations,
    externalURL,
    alerts: [alert],
  };
  const { url, bearerToken } = destination;
  return bearerToken === undefined ? { url, body } : { url, body, headers: { authorization: `Bearer ${bearerToken}` } };
}
