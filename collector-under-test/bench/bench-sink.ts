import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { systemClock } from '../cano-collector/clock.ts';

/** A destination that answers after a fixed time and notes when each alert first came. */
export interface BenchSink extends AsyncDisposable {
  url: string;
  /** Monotonic milliseconds of the first arrival, by fingerprint. */
  arrivals: Map<string, number>;
}

/** Starts the sink on a free loopback port. */
export async function startBenchSink(answerMs: number): Promise<BenchSink> {
  const arrivals = new Map<string, number>();
  const server = createServer((request, response) => {
    const [fingerprint = ''] = String(request.headers['idempotency-key']).split('/');
    if (!arrivals.has(fingerprint)) arrivals.set(fingerprint, systemClock.monotonic());
    request.resume();
    void systemClock.sleep(answerMs).then(() => response.end());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/alerts`,
    arrivals,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
