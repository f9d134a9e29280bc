import type { Destination } from '../config/schema.ts';
import type { Message, OutgoingRequest } from './client.ts';
import { pagerdutyRequest } from './pagerduty.ts';
import { slackRequest } from './slack.ts';
import { webhookRequest } from './webhook.ts';

/** Builds the request a destination wants for a message. */
export function buildRequest(destination: Destination, message: Message): OutgoingRequest {
  switch (destination.type) {
    case 'slack':
      return slackRequest(destination, message);
    case 'pagerduty':
      return pagerdutyRequest(destination, message);
    case 'webhook':
      return webhookRequest(destination, message);
  }
}
