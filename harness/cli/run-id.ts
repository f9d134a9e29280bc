import type { Surroundings } from './surroundings.ts';

/** The time to the second and a few random characters: sorts by time, and two at once differ. */
export const runId = ({ clock, randomName }: Surroundings): string => {
  const stamp = new Date(clock.now()).toISOString().replaceAll(/[-:]/g, '').replace('T', '-').slice(0, 15);
  return `${stamp}-${randomName()}`;
};
