import { overlapsOf, readCollections, tokensInTurn } from './collections.ts';
import type { ElectionContext } from './election-context.ts';
import { timers, turns } from './election-settings.ts';

/** Under which names `prove` records. */
export const proof = { tokens: 'tokens rise with each leader', overlaps: 'no two leaders collect at once' };

/** Waits until the leader has collected so often that any other would have, too. */
export const collectsOn = async ({ leaseOf, storePath, until, allowanceMs }: ElectionContext): Promise<void> => {
  const { holder } = await leaseOf();
  const count = () => readCollections(storePath).filter((each) => each.holder === holder).length;
  const before = count();
  await until(() => count() >= before + turns, 2 * turns * timers.intervalMs + allowanceMs);
};

/** Records by what the store has of all collections that so many replicas led, one after the other. */
export const prove = async (context: ElectionContext, leaders: number): Promise<void> => {
  await collectsOn(context);
  const collections = readCollections(context.storePath);
  const tokens = tokensInTurn(collections);
  const rising = tokens.every((token, index) => index === 0 || token > (tokens[index - 1] ?? token));
  const got = `${tokens.length} leaders, ${rising ? 'rising' : `not rising: ${tokens.slice(0, 20).join(' ')}`}`;
  const detail = `${collections.length} collections`;
  context.record({ name: proof.tokens, expected: `${leaders} leaders, rising`, got, detail });
  context.record({ name: proof.overlaps, expected: '0 overlaps', got: `${overlapsOf(collections).length} overlaps` });
};
