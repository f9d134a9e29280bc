import type { DeliveryDrill } from '../contract/index.ts';

/** The pinned tools that a drill of deliveries needs beside those of its system. */
export const toolsOf = ({ load, delivery: { links = [], alertmanager } }: DeliveryDrill): string[] => [
  ...(load === undefined ? [] : ['k6']),
  ...(links.length > 0 ? ['toxiproxy-server'] : []),
  ...(alertmanager === undefined ? [] : ['alertmanager']),
];
