/** Where what the harness serves listens, and the host at which what is tested reaches it. */
export type ListeningPlace = { readonly listen: string; readonly reached: string };

export const loopbackPlace: ListeningPlace = { listen: '127.0.0.1', reached: '127.0.0.1' };

/** The address at which what is at the given one of the machine is reached from where it is tested. */
export const fromContainers = (url: string, { reached }: ListeningPlace): string =>
  url.replace(/^(\w+:\/\/)[^:/]+/, `$1${reached}`);
