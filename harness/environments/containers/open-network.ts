import type { ListeningPlace } from '../listening-place.ts';
import type { Engine } from '../images/open-engine.ts';
import { labelsOf } from '../owner-labels.ts';

/** The network that all containers of a run are on, and where the machine is reached from it. */
export interface RunNetwork {
  readonly id: string;
  readonly machine: ListeningPlace;
}

/** Creates the network of a run. */
export const openNetwork = async (engine: Engine, runId: string): Promise<RunNetwork> => {
  const network = await engine.createNetwork({ Name: `firedrill-${runId}`, Driver: 'bridge', Labels: labelsOf(runId) });
  const { IPAM } = await network.inspect();
  const gateway = IPAM?.Config?.[0]?.['Gateway'];
  return {
    id: network.id,
    machine: placeOf(gateway),
  };
};

/** On Linux the network's gateway is the host itself; elsewhere the engine runs in a machine that knows it by a name. */
const placeOf = (gateway: string | undefined): ListeningPlace =>
  process.platform === 'linux' && gateway !== undefined
    ? { listen: gateway, reached: gateway }
    : { listen: '127.0.0.1', reached: 'host.docker.internal' };
