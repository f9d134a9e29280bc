import { fileURLToPath } from 'node:url';
import type { Balancer, HealthChange } from '../../contract/index.ts';
import { startChild, type ChildOptions } from '../local/child.ts';
import type { BalancingOptions } from './balancing-server.ts';

type Line = { readonly change?: HealthChange; readonly refused?: number };

const main = fileURLToPath(new URL('balancer-main.ts', import.meta.url));
const startTimeoutMs = 30_000;
/** As often as a load balancer of a data centre does at its most eager. */
const eager = { everyMs: 250, timeoutMs: 500, unhealthyAfter: 2 };

/** Starts the proxy before the replicas as a process of its own; resolves once it listens and has looked at each. */
export const startBalancer = async (
  before: Omit<BalancingOptions, 'checks'>,
  { signal, ...run }: Pick<ChildOptions, 'env' | 'cwd' | 'warden' | 'clock'> & { readonly signal: AbortSignal },
): Promise<Balancer & AsyncDisposable> => {
  const options: BalancingOptions = { ...before, checks: eager };
  const args = [main, JSON.stringify(options)];
  const child = await startChild({ name: 'balancer', command: process.execPath, args, ...run });
  const changes: HealthChange[] = [];
  let refused = 0;
  child.output.each((text) => {
    const line = parse(text);
    if (line.change !== undefined) changes.push(line.change);
    refused += line.refused ?? 0;
  });
  try {
    const [, port = ''] = await child.waitFor(/"port":(\d+)/, 'starting', startTimeoutMs, signal);
    return {
      url: `http://${options.listen}:${port}`,
      checks: options.checks,
      changes: () => changes,
      refused: () => refused,
      [Symbol.asyncDispose]: async () => await child[Symbol.asyncDispose](),
    };
  } catch (error) {
    await child[Symbol.asyncDispose]();
    throw error;
  }
};

/** What is not said by the proxy itself, as a warning of Node, counts for nothing. */
const parse = (text: string): Line => (text.startsWith('{"') ? (JSON.parse(text) as Line) : {});
