/** Cuts a text to a length, marking the cut; no character is cut in half. */
export function truncate(text: string, most: number): string {
  return text.length <= most
    ? text
    : `${text
        .slice(0, most - 1)
        .toWellFormed()
        .replace(/\uFFFD$/, '')}…`;
}
