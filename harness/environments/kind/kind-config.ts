import { stringify } from 'yaml';
import type { KindSettings } from './kind-settings.ts';

/** Where the folder that the harness shares with every node is on the node. */
export const sharedOnNode = '/firedrill';

const firstNodePort = 30_000;
/** Each costs the engine a process, and a stack takes three to six. */
const nodePortCount = 48;

/** The NodePorts that answer on loopback. */
export const nodePorts: readonly number[] = Array.from({ length: nodePortCount }, (_, index) => firstNodePort + index);

/** Gives kind's configuration of a cluster: one node that runs all, or a control plane and the rest as workers. */
export const kindConfig = (
  { nodeImage, ...settings }: KindSettings,
  { nodes, share }: { readonly nodes: number; readonly share: string },
): string => {
  const common = { image: nodeImage, extraMounts: [{ hostPath: share, containerPath: sharedOnNode }] };
  // Published on the control plane alone: a NodePort of one node leads to pods on any.
  const extraPortMappings = nodePorts.map((containerPort) => ({
    containerPort,
    hostPort: 0,
    listenAddress: '127.0.0.1',
  }));
  const workers = Array.from({ length: nodes - 1 }, () => ({ role: 'worker', ...common }));
  return stringify({
    kind: 'Cluster',
    apiVersion: 'kind.x-k8s.io/v1alpha4',
    kubeadmConfigPatches: [stringify({ kind: 'ClusterConfiguration', ...controlPlaneFlags(settings) })],
    nodes: [{ role: 'control-plane', ...common, extraPortMappings }, ...workers],
  });
};

const controlPlaneFlags = (settings: Omit<KindSettings, 'nodeImage'>): object => ({
  controllerManager: {
    extraArgs: {
      'horizontal-pod-autoscaler-downscale-stabilization': `${settings.downscaleStabilizationSeconds}s`,
      'node-monitor-grace-period': `${settings.nodeMonitorGraceSeconds}s`,
    },
  },
  apiServer: {
    extraArgs: {
      'default-not-ready-toleration-seconds': String(settings.evictionSeconds),
      'default-unreachable-toleration-seconds': String(settings.evictionSeconds),
    },
  },
});
