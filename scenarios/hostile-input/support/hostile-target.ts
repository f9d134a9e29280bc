import type { DeliveryContext, HostileContext } from '../../../harness/index.ts';
import { queueLimit, secrets, slowClientMs } from './hostile-setup.ts';

/** The collector of a drill of deliveries, for hostile input to be thrown at. */
export const hostileTarget = ({ stack, clock, signal, seed }: DeliveryContext, inputs: number): HostileContext => {
  const [replica] = stack.replicas;
  const sink = stack.sinks.get('webhook');
  if (replica === undefined || sink === undefined) throw new Error('no replica or no sink');
  const { url } = replica;
  return {
    ...{ url, ingestPath: '/api/alerts', metricsUrl: `${url}/metrics`, healthUrl: `${url}/health` },
    ...{ sink, queueLimit, slowClientMs, inputs, clock, signal, seed },
    pid: () => replica.pid(),
    output: () => replica.output(),
    revive: async () => {
      if ((await replica.state()) === 'exited') await replica.restart();
    },
    token: secrets.apiToken,
    secrets: Object.values(secrets),
  };
};
