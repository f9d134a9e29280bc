import type { GoodAlerts } from './good-alerts.ts';
import type { HostileContext } from './hostile-context.ts';
import { rawExchange, rawHeaders, rawRequest } from './raw-exchange.ts';

const clients = 100;
const graceMs = 2_000;

/**
 * Holds connections whose headers come a byte at a time and whose bodies never end; gives what went wrong: one that is
 * still open in the end, or a good alert that was refused meanwhile.
 */
export const slowClients = async (context: HostileContext, good: GoodAlerts): Promise<string[]> => {
  const { slowClientMs, ingestPath, token, clock } = context;
  const stop = new AbortController();
  const signal = AbortSignal.any([stop.signal, context.signal]);
  const begun = `POST ${ingestPath} HTTP/1.1\r\nHost: x\r\nX-Slow: `;
  const unfinished = rawRequest(
    `POST ${ingestPath} HTTP/1.1`,
    [...rawHeaders(token), 'Content-Length: 1000'],
    '{"version"',
  );
  const withinMs = slowClientMs + graceMs;
  const open = Array.from({ length: clients }, async (_none, index) =>
    index % 2 === 1
      ? await rawExchange(context, unfinished, { withinMs })
      : await rawExchange(context, begun, {
          withinMs,
          onConnected: (socket) =>
            void (async () => {
              for (;;) {
                await clock.sleep(200, signal);
                if (socket.writable) socket.write('y');
              }
            })().catch(() => undefined),
        }),
  );
  const refused: string[] = [];
  for (let sent = 0; sent < 20; sent += 1) if (!(await good())) refused.push('a good alert was refused meanwhile');
  const answers = await Promise.all(open);
  stop.abort();
  const held = answers.filter(({ closed }) => !closed).length;
  return [...refused, ...(held > 0 ? [`${held} of ${clients} still open after ${withinMs} ms`] : [])];
};
