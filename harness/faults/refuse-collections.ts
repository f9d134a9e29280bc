import type { Fault, Stack } from '../contract/index.ts';
import { HarnessError, poll } from '../core/index.ts';

/** How long the subject may take to notice that it is refused, in ms. */
const noticeMs = 20_000;

/**
 * The subject's permissions at the Kubernetes API are taken away, so that every collection is really refused; in effect
 * once its health names Kubernetes as unhealthy, undone by giving them back.
 */
export const refuseCollections = (): Fault => ({
  kind: 'kubernetes-refusal',
  title: 'the Kubernetes API refuses the monitor (403)',
  needs: ['kubernetes-api'],
  async inject({ stack, clock, signal }) {
    const from = clock.now();
    await using undo = new AsyncDisposableStack();
    undo.use(await permissionsOf(stack).revoke());
    await poll(() => kubernetesStatus(stack), {
      what: 'the subject sees that Kubernetes refuses it',
      until: (status) => status === 'unhealthy',
      everyMs: 25,
      timeoutMs: noticeMs,
      clock,
      signal,
    });
    const held = undo.move();
    return {
      from,
      proof: 'the health of the subject says that Kubernetes is unhealthy',
      [Symbol.asyncDispose]: async () => await held.disposeAsync(),
    };
  },
});

/** What the subject may do at the Kubernetes API; throws `INTERNAL` for a stack without one. */
export const permissionsOf = ({ kubernetes, subject }: Stack): NonNullable<Stack['kubernetes']> => {
  if (kubernetes === undefined)
    throw new HarnessError('INTERNAL', { what: `${subject.name} has no Kubernetes API in this stack` });
  return kubernetes;
};

const kubernetesStatus = async ({ subject }: Stack): Promise<string | undefined> => {
  const answer = await fetch(`${subject.url}/health`, { signal: AbortSignal.timeout(noticeMs) });
  return ((await answer.json()) as { kubernetes_status?: string }).kubernetes_status;
};
