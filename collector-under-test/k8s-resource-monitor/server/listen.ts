import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';

export interface Address {
  address: string;
  port: number;
}

/** Listens and gives the address that was chosen. */
export async function listen(app: FastifyInstance, { host, port }: { host: string; port: number }): Promise<Address> {
  await app.listen({ host, port });
  const { address, port: chosen } = app.server.address() as AddressInfo;
  return { address, port: chosen };
}
