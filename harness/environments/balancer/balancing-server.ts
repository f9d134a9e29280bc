import { once } from 'node:events';
import { Agent, createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Balancer, HealthChange } from '../../contract/index.ts';
import type { Clock } from '../../core/index.ts';
import { forward } from './forward.ts';
import { HealthBoard } from './health-board.ts';

export type BalancingOptions = {
  /** The addresses of the replicas, without a path. */
  readonly replicas: readonly string[];
  readonly healthPath: string;
  /** The address of the machine where it listens. */
  readonly listen: string;
  readonly checks: Balancer['checks'];
};

export type Listeners = {
  readonly onChange: (change: HealthChange) => void;
  /** Called for each request that it answers itself because no replica could. */
  readonly onRefused: () => void;
};

/** How long a connection of a client stays open between requests, in ms: no shorter than the clients' own patience. */
const keepAliveMs = 100_000;

/**
 * Listens on a port that the system chooses and sends requests to healthy replicas in turn: 503 where there is
 * none, 502 where one ends in the middle of a request. Resolves once each replica was looked at.
 */
export const startBalancingServer = async (
  { replicas, healthPath, listen, checks }: BalancingOptions,
  { onChange, onRefused }: Listeners,
  clock: Clock,
): Promise<AsyncDisposable & { readonly port: number }> => {
  const stop = new AbortController();
  const agent = new Agent({ keepAlive: true });
  const board = new HealthBoard(replicas.length, checks.unhealthyAfter, () => clock.now(), onChange);
  const look = async (replica: number): Promise<void> => {
    board.checked(replica, await answers(`${replicas[replica] ?? ''}${healthPath}`, checks.timeoutMs));
  };
  const keepLooking = async (replica: number): Promise<void> => {
    for (;;) {
      await clock.sleep(checks.everyMs, stop.signal);
      await look(replica);
    }
  };
  await Promise.all(replicas.map(async (_, replica) => await look(replica)));
  for (const replica of replicas.keys()) keepLooking(replica).catch(() => undefined);
  const server = createServer((request, response) => {
    const targetOf = (replica: number) => ({ url: replicas[replica] ?? '', agent, clock });
    balance(request, response, board, targetOf).then((served) => (served ? undefined : onRefused()), onRefused);
  });
  server.keepAliveTimeout = keepAliveMs;
  server.listen(0, listen);
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    async [Symbol.asyncDispose]() {
      stop.abort();
      server.close();
      server.closeAllConnections();
      agent.destroy();
      await once(server, 'close');
    },
  };
};

/** Gives whether a replica answered, or had the request when it was cut. */
const balance = async (
  request: IncomingMessage,
  response: ServerResponse,
  board: HealthBoard,
  targetOf: (replica: number) => Parameters<typeof forward>[2],
): Promise<boolean> => {
  const tried = new Set<number>();
  for (let replica = board.next(tried); replica !== undefined; replica = board.next(tried)) {
    const how = await forward(request, response, targetOf(replica));
    if (how === 'cut') refuse(request, response, 502);
    // A client that went away before there was a connection says nothing about the replica.
    if (how !== 'not-sent' || response.destroyed) return true;
    tried.add(replica);
    board.refused(replica);
  }
  refuse(request, response, 503);
  return false;
};

/** An answer that has begun can only be cut, so that nobody takes the half for the whole. */
const refuse = (request: IncomingMessage, response: ServerResponse, status: number): void => {
  request.resume();
  if (response.headersSent) response.destroy();
  else response.writeHead(status, { 'content-type': 'text/plain', connection: 'close' }).end('no replica answers\n');
};

const answers = async (url: string, timeoutMs: number): Promise<boolean> => {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(timeoutMs) });
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false;
  }
};
