/** One replica's time as leader. */
export interface Term {
  /** Higher than that of every term before; null where none is elected, so that nothing is to be told apart. */
  token: number | null;
  /** Who leads; no other process has the name. */
  holder: string;
}

/** Decides which replica collects; its disposal gives the lead up. */
export interface Election extends AsyncDisposable {
  /** Gives the term in which this replica is to collect, or undefined where another leads; throws where that cannot be known. */
  acquire(): Promise<Term | undefined>;
  /** The term in which this replica leads now, and how long it goes on unless it is renewed, in ms. */
  current(): { term: Term; leftMs: number } | undefined;
}
