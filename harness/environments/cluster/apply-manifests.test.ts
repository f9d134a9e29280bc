import { expect, test } from 'vitest';
import { inOrder } from './apply-manifests.ts';

const object = (kind: string, name = kind) => ({ apiVersion: 'v1', kind, metadata: { name } });

test('namespaces come first, then definitions, then what others refer to, then the rest as it is listed', () => {
  const listed = [
    object('PrometheusRule'),
    object('Deployment', 'b'),
    object('Deployment', 'a'),
    object('ConfigMap'),
    object('ServiceAccount'),
    object('CustomResourceDefinition'),
    object('Namespace'),
  ];
  expect(inOrder(listed).map(({ metadata }) => metadata.name)).toEqual([
    'Namespace',
    'CustomResourceDefinition',
    'ServiceAccount',
    'ConfigMap',
    'PrometheusRule',
    'b',
    'a',
  ]);
});
