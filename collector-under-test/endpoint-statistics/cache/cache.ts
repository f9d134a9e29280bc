/** Remembers answers for a while. */
export interface Cache {
  /** Gives what is remembered under a key, else what `create` gives, which is then remembered. */
  through(key: string, create: () => Promise<string>): Promise<string>;
  close(): Promise<void>;
}

/** Remembers nothing. */
export const noCache: Cache = {
  through: (_key, create) => create(),
  close: () => Promise.resolve(),
};
