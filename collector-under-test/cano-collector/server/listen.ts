import type { AddressInfo } from 'node:net';
import type { Settings } from '../settings/settings.ts';
import type { Server } from './server-deps.ts';

/** Where the collector can be reached. */
export interface Address {
  address: string;
  port: number;
}

/** Opens the listening socket. */
export type Listen = (app: Server, settings: Settings) => Promise<Address>;

/** Listens on the configured host and port. */
export const listenOnPort: Listen = async (app, { host, port }) => {
  await app.listen({ host, port });
  const { address, port: chosen } = app.server.address() as AddressInfo;
  return { address, port: chosen };
};
