/** Where something listens. */
export type Address = { readonly host: string; readonly port: number };

/** Gives a port on loopback. */
export const onLoopback = (port: number): Address => ({ host: '127.0.0.1', port });
