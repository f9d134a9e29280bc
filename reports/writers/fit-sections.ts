/** A part of a document that can be cut between its rows. */
export type Section = { readonly head: string; readonly rows: readonly string[]; readonly noun: string };

/**
 * Joins sections to a text of at most `mostBytes`. Where they do not fit, each gets a fair share (what small ones leave
 * is given to the others), and a note says how many rows were left out.
 */
export const fitSections = (sections: readonly Section[], mostBytes: number): string => {
  const shares = fairShares(sections.map(sizeOf), mostBytes);
  return sections.map((section, index) => fit(section, shares[index] ?? 0)).join('');
};

const noteBytes = 200;
const bytes = (text: string): number => Buffer.byteLength(text) + 1;
const sizeOf = ({ head, rows }: Section): number => rows.reduce((sum, row) => sum + bytes(row), bytes(head) + 1);

const fairShares = (sizes: readonly number[], most: number): number[] => {
  const shares = sizes.map(() => 0);
  const ascending = sizes.map((size, index) => ({ size, index })).toSorted((a, b) => a.size - b.size);
  let left = most;
  ascending.forEach(({ size, index }, position) => {
    const share = Math.min(size, Math.floor(left / (sizes.length - position)));
    shares[index] = share;
    left -= share;
  });
  return shares;
};

const fit = (section: Section, share: number): string => {
  const { head, rows, noun } = section;
  if (sizeOf(section) <= share) return `${[head, ...rows].join('\n')}\n\n`;
  const kept: string[] = [];
  let left = share - bytes(head) - noteBytes;
  for (const row of rows) {
    left -= bytes(row);
    if (left < 0) break;
    kept.push(row);
  }
  const note = `_${rows.length - kept.length} of ${rows.length} ${noun} left out to stay under GitHub's limit; report.html has them all._`;
  return `${[head, ...kept, '', note].join('\n')}\n\n`;
};
