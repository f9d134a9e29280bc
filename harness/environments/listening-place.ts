/** Where what the harness serves listens, and the host at which what is tested reaches it. */
export type ListeningPlace = { readonly listen: string; readonly reached: string };

export const loopbackPlace: ListeningPlace = { listen: '127.0.0.1', reached: '127.0.0.1' };

/** The address at which containers reach what the machine reaches at an address of its own. */
export const fromContainers = (url: string, { reached }: ListeningPlace): string =>
  url.replace(/^(\w+:\/\/)[^:/]+/, `$1${reached}`);
