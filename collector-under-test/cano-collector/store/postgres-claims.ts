/** Numbers claims, and remembers those whose outcome never arrived: what they leased, this replica does not know of. */
export interface Claims {
  /** Makes a claim; `failed` are the numbers of earlier claims that may be leased anew. */
  run<T>(claim: (number: number, failed: readonly number[]) => Promise<T>): Promise<T>;
}

const remembered = 1_000;

/** Builds the count of one replica's claims. */
export function createClaims(): Claims {
  const failed: number[] = [];
  let count = 0;
  return {
    async run(claim) {
      count += 1;
      const number = count;
      try {
        return await claim(number, failed);
      } catch (error) {
        failed.push(number);
        if (failed.length > remembered) failed.shift();
        throw error;
      }
    },
  };
}
