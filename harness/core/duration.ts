const unitsMs = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000, y: 31_536_000_000 } as const;
const pattern = /^(?:(\d+)y)?(?:(\d+)w)?(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?(?:(\d+)ms)?$/;
const order = ['y', 'w', 'd', 'h', 'm', 's', 'ms'] as const;

/** Reads a Prometheus duration (`1h30m`, `250ms`, `0`) as ms; gives undefined when it is none. */
export const parseDuration = (text: string): number | undefined => {
  if (text === '0') return 0;
  const match = pattern.exec(text);
  if (text === '' || match === null) return undefined;
  return order.reduce((sum, unit, index) => sum + Number(match[index + 1] ?? 0) * unitsMs[unit], 0);
};

/** Writes ms as a Prometheus duration, rounded to whole ms: 90000 gives `1m30s`. */
export const formatDuration = (ms: number): string => {
  let rest = Math.round(ms);
  if (rest === 0) return '0s';
  const parts = (['d', 'h', 'm', 's', 'ms'] as const).map((unit) => {
    const count = Math.floor(rest / unitsMs[unit]);
    rest -= count * unitsMs[unit];
    return count === 0 ? '' : `${count}${unit}`;
  });
  return parts.join('');
};
