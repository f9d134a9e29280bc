import { execa } from 'execa';
import { HarnessError } from '../core/index.ts';

/** Calls kubectl as whoever may do everything, and gives its output; throws `CLUSTER_REFUSED` with what it said. */
export type Kubectl = (args: readonly string[], input?: string) => Promise<string>;

/** Gives the function that calls kubectl with this kubeconfig. */
export const kubectlWith =
  (path: string, kubeconfig: string): Kubectl =>
  async (args, input) => {
    const result = await execa(path, [`--kubeconfig=${kubeconfig}`, ...args], {
      reject: false,
      timeout: 180_000,
      ...(input === undefined ? { stdin: 'ignore' } : { input }),
    });
    if (result.exitCode === 0) return result.stdout;
    throw new HarnessError('CLUSTER_REFUSED', {
      what: `kubectl ${args.slice(0, 4).join(' ')}`,
      got: result.stderr === '' ? 'no answer in time' : result.stderr,
    });
  };
