import { request } from 'node:https';
import { HarnessError } from '../../core/index.ts';

export type KubeAnswer = { readonly status: number; readonly body: unknown };

/** Speaks to a Kubernetes API server as its administrator. */
export type KubeClient = {
  /** Gives the answer whatever its status; throws `TIMEOUT` or what the network says when there is none. */
  ask(method: string, path: string, body?: unknown): Promise<KubeAnswer>;
  /** As `ask`; gives the body, and throws `INTERNAL` for a status that is no success. */
  must(method: string, path: string, body?: unknown): Promise<unknown>;
};

const patienceMs = 10_000;

/** Makes a client for a server at `url` whose certificate, as PEM, is its own authority. */
export const kubeClient = (url: string, token: string, ca: string): KubeClient => {
  const ask: KubeClient['ask'] = async (method, path, body) => {
    const sent = body === undefined ? '' : JSON.stringify(body);
    const headers = {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(sent),
    };
    const signal = AbortSignal.timeout(patienceMs);
    const { status, text } = await new Promise<{ status: number; text: string }>((resolve, reject) => {
      const asked = request(new URL(path, url), { method, headers, ca, signal, agent: false }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8') });
        });
      });
      asked.on('error', reject);
      asked.end(sent);
    });
    return { status, body: text.startsWith('{') ? (JSON.parse(text) as unknown) : text };
  };
  return {
    ask,
    async must(method, path, body) {
      const answer = await ask(method, path, body);
      if (answer.status >= 200 && answer.status < 300) return answer.body;
      throw new HarnessError('INTERNAL', {
        what: 'the Kubernetes API server refuses its administrator',
        where: `${method} ${path}`,
        got: `${answer.status}: ${JSON.stringify(answer.body).slice(0, 300)}`,
      });
    },
  };
};
