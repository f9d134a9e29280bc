import { Agent, request, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { acknowledged, type Answer } from './answers.ts';
import type { HostileContext } from './hostile-context.ts';
import type { Ledger } from './ledger.ts';

/** Requests over connections that are kept; disposal closes them. */
export interface HttpClient extends Disposable {
  /** The answer to a body for the collector, or undefined when none came within 5 s. Rejects when it cannot connect. */
  post(body: Buffer | string): Promise<Answer | undefined>;
  get(url: string): Promise<Answer | undefined>;
  /** What was seen in the answers so far of what must never be shown. */
  leaks(): readonly string[];
}

const answerWithinMs = 5_000;

/** Opens a client that holds the collector's token and enters what is acknowledged into the ledger. */
export const openClient = ({ url, ingestPath, token, secrets }: HostileContext, ledger?: Ledger): HttpClient => {
  const agent = new Agent({ keepAlive: true, maxSockets: 16 });
  const leaks = new Set<string>();
  const send = async (to: string, options: Sent): Promise<Answer | undefined> => {
    const answer = await exchange(to, options, agent);
    const shown = JSON.stringify(answer ?? '');
    for (const secret of secrets) if (shown.includes(secret)) leaks.add(secret);
    return answer;
  };
  const authorised = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
  return {
    async post(body) {
      const answer = await send(`${url}${ingestPath}`, { method: 'POST', body, headers: authorised });
      if (answer !== undefined) ledger?.acknowledge(acknowledged(answer));
      return answer;
    },
    get: async (to) => await send(to, { method: 'GET', body: '', headers: {} }),
    leaks: () => [...leaks],
    [Symbol.dispose]: () => agent.destroy(),
  };
};

type Sent = { readonly method: string; readonly body: Buffer | string; readonly headers: Record<string, string> };

const exchange = async (url: string, { method, body, headers }: Sent, agent: Agent): Promise<Answer | undefined> => {
  const late = AbortSignal.timeout(answerWithinMs);
  try {
    const length = String(Buffer.byteLength(body));
    const sending = request(url, { method, agent, signal: late, headers: { 'content-length': length, ...headers } });
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      sending.once('response', resolve).once('error', reject);
      sending.end(body);
    });
    const contentType = response.headers['content-type'] ?? '';
    return { status: response.statusCode ?? 0, contentType, body: await text(response) };
  } catch (error) {
    if (late.aborted) return undefined;
    throw error;
  }
};
