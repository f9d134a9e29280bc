import type { Pin } from './pins.ts';

const numbers = (version: string): number[] => version.split('.').map(Number);

const isOlder = (version: string, than: string): boolean => {
  const [left, right] = [numbers(version), numbers(than)];
  const index = right.findIndex((part, position) => part !== (left[position] ?? 0));
  return index >= 0 && (left[index] ?? 0) < (right[index] ?? 0);
};

/** Whether `version` is `from` or newer. */
export const isAtLeast = (version: string, from: string): boolean => !isOlder(version, from);

/** Whether `version` (three numbers) is in the range that the pin accepts. */
export const isAccepted = (version: string, { from, below }: Pin['accepted']): boolean =>
  isAtLeast(version, from) && isOlder(version, below);

/** The accepted range in words. */
export const describeAccepted = ({ from, below }: Pin['accepted']): string => `${from} or newer, below ${below}`;
