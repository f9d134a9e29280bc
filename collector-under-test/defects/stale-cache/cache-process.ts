import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { systemClock } from '../../cano-collector/clock.ts';
import { createAnswer } from './answer.ts';

const orphanedAfterMs = 300_000;
const lookEveryMs = 5_000;

const upstream = { port: Number(process.env['UPSTREAM']), reachedAt: systemClock.monotonic() };
const answer = createAnswer(upstream, systemClock);
const server = createServer((request, response) => void answer(request, response));

server.once('error', (error) => {
  process.send?.({ error: error.message }, () => process.exit(1));
});
server.listen(Number(process.env['PORT']), process.env['HOST'], () => {
  process.send?.({ port: (server.address() as AddressInfo).port });
});

while (systemClock.monotonic() - upstream.reachedAt < orphanedAfterMs) await systemClock.sleep(lookEveryMs);
process.exit(0);
