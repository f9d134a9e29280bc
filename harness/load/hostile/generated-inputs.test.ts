import { expect, test } from 'vitest';
import { systemClock } from '../../core/index.ts';
import type { Answer } from './answers.ts';
import { sendGenerated } from './generated-inputs.ts';
import type { HostileContext } from './hostile-context.ts';

const refusal: Answer = { status: 400, contentType: 'application/json', body: '{"error":"no"}' };

/** Sends to a collector that is a function; gives the bodies in their order, how often it was revived, and the result. */
const sent = async (answer: (body: string) => Answer | undefined, given: Partial<HostileContext> = {}) => {
  const bodies: string[] = [];
  const counts: number[] = [];
  const context = { clock: systemClock, signal: new AbortController().signal, seed: 7, inputs: 300, ...given };
  const client = {
    post: async (body: Buffer | string) => {
      bodies.push(String(body));
      return await Promise.resolve(answer(String(body)));
    },
    get: async () => await Promise.resolve(undefined),
    leaks: () => [],
    [Symbol.dispose]: () => undefined,
  };
  const onSent = async (count: number): Promise<void> => await Promise.resolve(void counts.push(count));
  const good = async (): Promise<boolean> => await Promise.resolve(true);
  const result = await sendGenerated(context as HostileContext, { client, good, onSent });
  return { bodies, counts, result };
};

test('at least as many as were asked for are sent, and the same seed sends the same', async () => {
  const first = await sent(() => refusal);
  expect(first.result).toMatchObject({ sent: first.bodies.length, accepted: 0, refused: first.bodies.length });
  expect(first.bodies.length).toBeGreaterThanOrEqual(300);
  expect(first.counts.at(-1)).toBe(first.bodies.length);
  expect((await sent(() => refusal)).bodies).toEqual(first.bodies);
  expect((await sent(() => refusal, { seed: 8 })).bodies).not.toEqual(first.bodies);
});

test('of what is answered wrong, the smallest is named', async () => {
  const { result } = await sent((body) => (body.includes('resolved') ? { ...refusal, status: 500 } : refusal));
  expect(result.failure).toMatch(/^answered 500; seed \d+ path [\d:]+; 1 inputs: .*"tree":\[\],"text":\[\]\}\]$/);
});

test('an input that is not answered is named', async () => {
  expect((await sent(() => undefined)).result.failure).toMatch(/^no answer within 5 s; seed 7 path 0/);
});

test('a collector that an input ends is revived until the smallest is found, and left alone without revival', async () => {
  const die = (body: string): Answer => {
    if (body.includes('resolved')) throw new Error('reset');
    return refusal;
  };
  let revived = 0;
  const revive = async (): Promise<void> => await Promise.resolve(void (revived += 1));
  const found = (await sent(die, { revive })).result;
  expect(found.failure).toMatch(/^the connection broke; .*; 1 inputs: /);
  expect(revived).toBeGreaterThan(0);
  const alone = await sent(die);
  expect(alone.result.failure).toMatch(/^the connection broke; /);
  expect(alone.bodies.filter((body) => body.includes('resolved')).length).toBeLessThanOrEqual(16);
});
