import { describe, expect, test } from 'vitest';
import { fakeClock } from '../core/testing/fake-clock.ts';
import { Watched } from './testing/watched.ts';
import { watching } from './watching.ts';

const everyMs = 100;

/** Watches for a span of virtual time; a look throws between the two moments of `outage`. */
const watch = async (spanMs: number, outage: { from: number; to: number }) => {
  const clock = fakeClock();
  const watched = new Watched({}, { clock });
  const looks: number[] = [];
  const observer = watching('sink', watched.context, everyMs, () => {
    const at = clock.monotonic();
    if (at >= outage.from && at < outage.to) throw new Error('connection refused');
    looks.push(at);
    return undefined;
  });
  await clock.advance(spanMs);
  await observer[Symbol.asyncDispose]();
  return { watched, looks };
};

const none = { from: Infinity, to: Infinity };

describe('watching', () => {
  test('looks at once, then at its interval, once more at the end, and says that it saw', async () => {
    const { watched, looks } = await watch(250, none);
    expect(looks).toEqual([0, 100, 200, 250]);
    expect(watched.events).toEqual([
      { type: 'observer', drill: 'alerts/some', observer: 'sink', ok: true, detail: '4 looks' },
    ]);
  });

  test('overlooks an outage of less than 3 s beside its interval', async () => {
    const { watched } = await watch(20_000, { from: 5_000, to: 7_900 });
    expect(watched.verdicts).toMatchObject([{ ok: true }]);
  });

  test.each([
    ['in the middle', { from: 5_000, to: 8_100 }, 3_200],
    ['at the end', { from: 17_000, to: Infinity }, 3_100],
    ['at the start', { from: 0, to: 3_100 }, 3_100],
  ])(
    'says that it was blind, how long and why, after an outage of 3 s beside its interval %s',
    async (_, outage, ms) => {
      const { watched } = await watch(20_000, outage);
      expect(watched.verdicts).toEqual([{ ok: false, detail: `blind for ${ms} ms: connection refused` }]);
    },
  );

  test('says that it was blind when it never saw, however short that was', async () => {
    const { watched } = await watch(500, { from: 0, to: Infinity });
    expect(watched.verdicts).toEqual([{ ok: false, detail: 'blind for 500 ms: connection refused' }]);
  });

  test('counts a look that hangs as an outage', async () => {
    const clock = fakeClock();
    const watched = new Watched({}, { clock });
    const observer = watching('rules-api', watched.context, everyMs, async () => {
      if (clock.monotonic() === 1_000) await clock.sleep(4_000);
      return undefined;
    });
    await clock.advance(10_000);
    await observer[Symbol.asyncDispose]();
    expect(watched.verdicts).toMatchObject([{ ok: false, detail: expect.stringContaining('4100 ms') as string }]);
  });

  test('says what a look complains of, although it could see', async () => {
    const clock = fakeClock();
    const watched = new Watched({}, { clock });
    const observer = watching('sink', watched.context, everyMs, () =>
      clock.monotonic() >= 200 ? `no webhook at ${clock.monotonic()}` : undefined,
    );
    await clock.advance(1_000);
    await observer[Symbol.asyncDispose]();
    expect(watched.verdicts).toEqual([{ ok: false, detail: 'no webhook at 200' }]);
  });

  test('ends without a word when the run is interrupted', async () => {
    const clock = fakeClock();
    const watched = new Watched({}, { clock });
    const looks: number[] = [];
    const observer = watching('sink', watched.context, everyMs, () => {
      looks.push(clock.monotonic());
      return undefined;
    });
    await clock.advance(100);
    watched.stop.abort();
    await clock.advance(1_000);
    await observer[Symbol.asyncDispose]();
    expect(looks).toEqual([0, 100]);
    expect(watched.events).toEqual([]);
  });
});
