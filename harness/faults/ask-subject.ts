import type { FaultContext } from '../contract/index.ts';
import { HarnessError } from '../core/index.ts';

export type SubjectRequest = {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** How the subject answers. */
  readonly status: number;
};

/** Sends a request to the subject; throws `FAULT_INEFFECTIVE` when the answer is another than expected. */
export const askSubject = async (
  { stack }: Pick<FaultContext, 'stack'>,
  { method, path, status, ...rest }: SubjectRequest,
): Promise<void> => {
  const json = rest.body === undefined ? {} : { 'content-type': 'application/json' };
  const headers = { ...json, ...rest.headers };
  const body = rest.body === undefined ? null : JSON.stringify(rest.body);
  const signal = AbortSignal.timeout(10_000);
  const got = await fetch(stack.subject.url + path, { method, headers, body, signal }).then(
    async (response) => {
      await response.arrayBuffer();
      return response.status;
    },
    () => 'no answer',
  );
  if (got === status) return;
  throw new HarnessError('FAULT_INEFFECTIVE', {
    what: 'a request was answered otherwise',
    where: path,
    expected: `status ${status}`,
    got: String(got),
  });
};
