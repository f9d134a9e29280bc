import { canoCollector } from '../../fixtures/systems/cano-collector/system.ts';
import { endpointStatistics } from '../../fixtures/systems/endpoint-statistics/system.ts';
import { freightliner } from '../../fixtures/systems/freightliner/system.ts';
import { k8sResourceMonitor } from '../../fixtures/systems/k8s-resource-monitor/system.ts';
import { attachedChecks } from '../../harness/index.ts';

const documentedTree = (name: string): string => `fixtures/systems/${name}/alertmanager-documented.yml`;

export const attachedCanoCollector = attachedChecks(canoCollector);
export const attachedEndpointStatistics = attachedChecks(endpointStatistics, documentedTree(endpointStatistics.name));
export const attachedFreightliner = attachedChecks(freightliner, documentedTree(freightliner.name));
export const attachedK8sResourceMonitor = attachedChecks(k8sResourceMonitor);
