import type { Alert } from '../alerts/webhook-schema.ts';

/** One line that says what the alert is about. */
export function summarise({ labels, annotations }: Alert): string {
  const name = labels['alertname'] ?? 'alert';
  const detail = annotations['summary'] ?? annotations['description'] ?? annotations['message'];
  return detail === undefined ? name : `${name}: ${detail}`;
}

/** Cuts a text to a length, marking the cut. */
export function truncate(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`;
}
