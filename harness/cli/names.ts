/** Adds the names of a list that is separated by commas to those of the option's earlier occurrences. */
export const names = (text: string, before: readonly string[]): string[] => [
  ...before,
  ...text.split(',').filter((name) => name !== ''),
];
