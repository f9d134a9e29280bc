import type { Alert } from '../alerts/webhook-schema.ts';

/** One line that says what the alert is about. */
export function summarise({ labels, annotations }: Alert): string {
  const name = labels['alertname'] ?? 'alert';
  const detail = annotations['summary'] ?? annotations['description'] ?? annotations['message'];
  return detail === undefined ? name : `${name}: ${detail}`;
}
