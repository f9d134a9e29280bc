/** Divides a duration in ms by speed, to whole ms: none stays none, and one that is there never becomes none. */
export const scaleMs = (ms: number, speed: number): number => (ms === 0 ? 0 : Math.max(1, Math.round(ms / speed)));
