import type { EventEmitter } from 'node:events';
import { Writable } from 'node:stream';
import { Exec, type KubeConfig, type V1Status } from '@kubernetes/client-node';
import type { Ran } from '../../contract/index.ts';
import { HarnessError, messageOf, type Clock } from '../../core/index.ts';

export type PodCommand = {
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
  readonly command: readonly string[];
};

/**
 * Runs a command in a container of a pod and gives what it came to. Throws `CLUSTER_REFUSED` where the server or the kubelet
 * does not run it at all.
 */
export const runInPod = async (
  config: KubeConfig,
  { namespace, pod, container, command }: PodCommand,
  clock: Clock,
): Promise<Ran> => {
  const [stdout, stderr] = [new Kept(), new Kept()];
  const began = clock.monotonic();
  const status = await new Promise<V1Status>((resolve, reject) => {
    new Exec(config)
      .exec(namespace, pod, container, [...command], stdout, stderr, null, false, resolve)
      .then((socket) => {
        const connection = socket as unknown as EventEmitter;
        connection.on('error', reject);
        connection.on('close', () => reject(new Error('the connection was closed before the command ended')));
      })
      .catch(reject);
  }).catch((cause: unknown) => {
    const details = { what: 'the command cannot be run in the pod', where: `${namespace}/${pod}/${container}` };
    throw new HarnessError('CLUSTER_REFUSED', { ...details, got: messageOf(cause), cause });
  });
  return {
    command: command.join(' '),
    status: exitStatus(status, `${namespace}/${pod}/${container}`),
    stdout: stdout.text(),
    stderr: stderr.text(),
    ms: clock.monotonic() - began,
  };
};

const exitStatus = ({ status, message, details }: V1Status, where: string): number => {
  if (status === 'Success') return 0;
  const code = details?.causes?.find(({ reason }) => reason === 'ExitCode')?.message;
  if (code !== undefined) return Number(code);
  throw new HarnessError('CLUSTER_REFUSED', {
    what: 'the command cannot be run in the pod',
    where,
    got: message ?? 'no reason',
  });
};

/** Keeps what is written to it. */
class Kept extends Writable {
  readonly #chunks: Buffer[] = [];

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.#chunks.push(chunk);
    done();
  }

  text(): string {
    return Buffer.concat(this.#chunks).toString('utf8');
  }
}
