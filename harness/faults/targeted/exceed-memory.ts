import type { DeliveryStack, TargetedFault } from '../../contract/index.ts';
import { HarnessError, poll } from '../../core/index.ts';
import { clusterOf, podRef } from './part-of.ts';

type Excess = {
  readonly pod: string;
  /** Runs in its first container and takes memory there until the limit is met. */
  readonly command: readonly string[];
};

type Pod = {
  readonly status?: {
    readonly containerStatuses?: readonly {
      readonly lastState?: { readonly terminated?: { readonly reason?: string; readonly containerID?: string } };
    }[];
  };
};

/** Until memory beyond the limit is there to be killed for, in ms. */
const killedWithinMs = 60_000;

/**
 * Memory is taken in a pod's container until the kernel kills it for its limit. In effect once the API server has it as
 * ended for that; nothing is undone, because kubelet starts it again.
 */
export const exceedMemory = (stack: DeliveryStack, { pod, command }: Excess): TargetedFault => {
  const cluster = clusterOf(stack);
  const { clock } = stack;
  /** The container that was killed for its memory last, if one was. */
  const killed = async (): Promise<string | undefined> => {
    const { status } = ((await cluster.read(podRef(pod))) ?? {}) as Pod;
    const { reason, containerID = '' } = status?.containerStatuses?.[0]?.lastState?.terminated ?? {};
    return reason === 'OOMKilled' ? containerID : undefined;
  };
  return {
    title: `the memory of ${pod} is used up`,
    needs: ['cluster'],
    async inject(signal) {
      const before = await killed();
      const from = clock.now();
      // The command ends with its container, or is ended for its memory itself.
      void cluster.exec(pod, command).catch(() => undefined);
      const until = (now: string | undefined): boolean => now !== undefined && now !== before;
      const what = `a container of ${pod} is killed for its memory`;
      try {
        await poll(killed, { what, until, everyMs: 20, timeoutMs: killedWithinMs, clock, signal });
      } catch (cause) {
        signal.throwIfAborted();
        if (!(cause instanceof HarnessError) || cause.code !== 'TIMEOUT') throw cause;
        throw new HarnessError('FAULT_INEFFECTIVE', {
          what: 'no container was killed for its memory',
          where: pod,
          cause,
        });
      }
      const proof = 'the container was ended as OOMKilled';
      return { from, proof, [Symbol.asyncDispose]: async () => await Promise.resolve() };
    },
  };
};
