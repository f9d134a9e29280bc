// The proxy before the replicas as a process of its own: says in lines of JSON where it listens, which replica became
// healthy or not, and each request that it refused.
import { systemClock } from '../../core/index.ts';
import { startBalancingServer, type BalancingOptions } from './balancing-server.ts';

const options = JSON.parse(process.argv[2] ?? '') as BalancingOptions;
const say = (line: object): void => void process.stdout.write(`${JSON.stringify(line)}\n`);
const { port } = await startBalancingServer(
  options,
  { onChange: (change) => say({ change }), onRefused: () => say({ refused: 1 }) },
  systemClock,
);
say({ port });
