import type { Clock } from '../clock.ts';
import type { Server } from './server-deps.ts';

/** Closes the server; connections still busy at the deadline are cut. */
export async function closeServer(app: Server, deadlineMs: number, clock: Pick<Clock, 'sleep'>): Promise<void> {
  const closed = new AbortController();
  const cut = clock.sleep(deadlineMs, closed.signal).then(() => {
    if (!closed.signal.aborted) app.server.closeAllConnections();
  });
  await app.close();
  closed.abort();
  await cut;
}
