import { execFileSync } from 'node:child_process';

type ContainerOfPod = {
  readonly node: string;
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
};

const patienceMs = 20_000;

/** Gives what kubelet has kept of the output of a container and of those before it: all of it, or its last lines. */
export const readPodLog = ({ node, namespace, pod, container }: ContainerOfPod, lines?: number): string => {
  const files = `/var/log/pods/${namespace}_${pod}_*/${container}/*.log`;
  const command = lines === undefined ? `cat ${files}` : `tail -q -n ${lines} ${files} | tail -n ${lines}`;
  const script = `{ ${command}; } 2>/dev/null || true`;
  const text = execFileSync('docker', ['exec', node, 'sh', '-c', script], {
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
    timeout: patienceMs,
  });
  return text.replaceAll(/^\S+ (?:stdout|stderr) [FP] /gm, '');
};
