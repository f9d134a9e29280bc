import { parse } from 'yaml';
import { expect, test } from 'vitest';
import { kindConfig, nodePorts } from './kind-config.ts';
import { readKindSettings } from './kind-settings.ts';

type Node = {
  role: string;
  image: string;
  extraMounts: object[];
  extraPortMappings?: { containerPort: number; listenAddress: string }[];
};
const config = (nodes: number) =>
  parse(kindConfig(readKindSettings({}), { nodes, share: '/tmp/own' })) as {
    nodes: Node[];
    kubeadmConfigPatches: string[];
  };

test('one node runs all and publishes every NodePort of the pool on loopback alone', () => {
  const { nodes } = config(1);
  expect(nodes.map(({ role }) => role)).toEqual(['control-plane']);
  const mappings = nodes[0]?.extraPortMappings ?? [];
  expect(mappings.map(({ containerPort }) => containerPort)).toEqual(nodePorts);
  expect(new Set(mappings.map(({ listenAddress }) => listenAddress))).toEqual(new Set(['127.0.0.1']));
});

test('every one of three nodes has the image and the shared folder, and the control plane alone the ports', () => {
  const { nodes } = config(3);
  expect(nodes.map(({ role }) => role)).toEqual(['control-plane', 'worker', 'worker']);
  for (const { image, extraMounts } of nodes) {
    expect(image).toBe('kindest/node:v1.34.4');
    expect(extraMounts).toEqual([{ hostPath: '/tmp/own', containerPath: '/firedrill' }]);
  }
  expect(nodes.filter(({ extraPortMappings }) => extraPortMappings !== undefined)).toHaveLength(1);
});

test('the settings reach the flags of the control plane', () => {
  const [patch = ''] = config(1).kubeadmConfigPatches;
  expect(parse(patch)).toEqual({
    kind: 'ClusterConfiguration',
    controllerManager: {
      extraArgs: {
        'horizontal-pod-autoscaler-downscale-stabilization': '60s',
        'node-monitor-grace-period': '20s',
      },
    },
    apiServer: {
      extraArgs: {
        'default-not-ready-toleration-seconds': '15',
        'default-unreachable-toleration-seconds': '15',
      },
    },
  });
});
