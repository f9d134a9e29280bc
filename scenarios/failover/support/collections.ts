import { DatabaseSync } from 'node:sqlite';

/** A collection as the replicas' store has it; times are wall-clock ms. */
export type Collection = {
  readonly begun: number;
  readonly at: number;
  /** The token of the term in which it was made. */
  readonly token: number;
  readonly holder: string;
};

const busyMs = 5_000;

/** Reads every collection that was made under an election, in the order in which the store took them. */
export const readCollections = (path: string): Collection[] => {
  using db = new DatabaseSync(path, { readOnly: true, timeout: busyMs });
  const rows = db.prepare('SELECT begun, at, token, holder FROM collections WHERE token IS NOT NULL ORDER BY id').all();
  return rows.map(({ begun, at, token, holder }) => ({
    ...{ begun: Number(begun), at: Number(at), token: Number(token), holder: String(holder) },
  }));
};

/** The token of each leader in turn; one that comes back counts again. */
export const tokensInTurn = (collections: readonly Collection[]): number[] =>
  collections
    .filter(({ token, holder }, index) => {
      const before = collections[index - 1];
      return before?.token !== token || before.holder !== holder;
    })
    .map(({ token }) => token);

/** Pairs of collections of different terms of which one began before the other had ended. */
export const overlapsOf = (collections: readonly Collection[]): (readonly [Collection, Collection])[] => {
  const byBegin = collections.toSorted((one, other) => one.begun - other.begun);
  return byBegin.flatMap((one, index) =>
    byBegin
      .slice(index + 1)
      .filter((other) => other.begun < one.at && (other.token !== one.token || other.holder !== one.holder))
      .map((other) => [one, other] as const),
  );
};
