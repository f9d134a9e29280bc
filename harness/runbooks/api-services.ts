import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { HarnessError } from '../core/index.ts';
import type { Resolve } from './service-proxy.ts';

/** The way to the services of a cluster through its API server. */
export type ApiServices = AsyncDisposable & { readonly resolve: Resolve };

/** Starts `kubectl proxy` with a kubeconfig, and resolves names of services as a pod of these namespaces would. */
export const openApiServices = async (
  kubectl: string,
  kubeconfig: string,
  namespaces: readonly string[],
): Promise<ApiServices> => {
  const child = spawn(kubectl, [`--kubeconfig=${kubeconfig}`, 'proxy', '--port=0'], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = once(child, 'exit');
  const address = await listening(child.stdout);
  if (address === undefined) {
    child.kill('SIGKILL');
    throw new HarnessError('PROCESS_EXITED', { what: 'kubectl proxy does not listen' });
  }
  return {
    resolve: (host, port) => {
      const [name = '', namespace = namespaces[0] ?? '', ...rest] = host.split('.');
      const isService = rest.length === 0 || /^svc(\.cluster\.local)?$/.test(rest.join('.'));
      if (!isService || !namespaces.includes(namespace)) return undefined;
      return `http://${address}/api/v1/namespaces/${namespace}/services/${name}:${port}/proxy`;
    },
    async [Symbol.asyncDispose]() {
      child.kill('SIGTERM');
      await ended;
    },
  };
};

const listening = async (output: NodeJS.ReadableStream): Promise<string | undefined> => {
  for await (const line of createInterface(output)) {
    const address = /serve on (\S+)/.exec(line)?.[1];
    if (address !== undefined) {
      output.resume();
      return address;
    }
  }
  return undefined;
};
