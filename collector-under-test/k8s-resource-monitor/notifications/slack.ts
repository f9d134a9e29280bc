import type { Send } from './send.ts';

/** Posts the documented message to an incoming webhook of Slack. */
export function slack(url: string, timeoutMs: number): Send {
  return async ({ subject, body }) => {
    const text = `🚨 K8s Resource Monitor Alert: ${subject}: ${body}`;
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ text, channel: '#monitoring', username: 'K8s Monitor' }),
      signal: AbortSignal.timeout(timeoutMs),
    });
    const said = await answer.text();
    if (answer.status !== 200) throw new Error(`Slack answered ${answer.status}: ${said.slice(0, 200)}`);
  };
}
