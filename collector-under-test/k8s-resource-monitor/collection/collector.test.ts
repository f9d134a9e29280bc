import { expect, test } from 'vitest';
import { manualClock } from '../../cano-collector/testing/manual-clock.ts';
import { tempDir } from '../../cano-collector/testing/temp-dir.ts';
import type { Term } from '../election/election.ts';
import { createLogger } from '../logger.ts';
import { createMetrics } from '../metrics/metrics.ts';
import { openStore } from '../store/store.ts';
import { createCollector } from './collector.ts';

const pod = { namespace: 'shop', name: 'web-0', node: 'n1', phase: 'Running', requests: '{}' };

/** A collector whose election is told who leads, and whose API does `meanwhile` before it answers. */
async function openCollector() {
  await using undo = new AsyncDisposableStack();
  const dir = undo.use(await tempDir());
  const store = openStore({ dataDir: dir.join('data'), retention: 100 });
  undo.defer(() => store.close());
  const meanwhile: () => void = () => undefined;
  const state = { term: { token: 1, holder: 'a' } as Term | undefined, meanwhile };
  const current = () => state.term && { term: state.term, leftMs: 700 };
  const lead = () => ({ name: 'leader', leads: state.term !== undefined });
  const metrics = createMetrics({ connections: () => Promise.resolve(0), lead });
  const within: number[] = [];
  const collector = createCollector({
    ...{ store, metrics, clock: manualClock(), logger: createLogger({ logLevel: 'error' }) },
    election: { current, acquire: () => Promise.resolve(state.term) },
    listPods(withinMs) {
      within.push(withinMs);
      state.meanwhile();
      return Promise.resolve([pod]);
    },
  });
  const stack = undo.move();
  const says = async (line: string) => expect((await metrics.render()).body).toContain(line);
  return { ...{ store, collector, state, within, says }, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

test('keeps what it found while it leads, and asks no longer than it does', async () => {
  await using own = await openCollector();
  expect(await own.collector.collect()).toBe(1);
  expect([own.store.counts().length, own.within]).toEqual([1, [700]]);
  await own.says('leader_election_master_status{name="leader"} 1');
  await own.says('collections_fenced_total 0');
});

test.each([
  ['another leads', undefined],
  ['it leads anew', { token: 3, holder: 'a' }],
])('keeps nothing where %s when the API has answered', async (_, then) => {
  await using own = await openCollector();
  own.state.meanwhile = () => void (own.state.term = then);
  expect(await own.collector.collect()).toBeUndefined();
  expect(own.store.counts()).toEqual([]);
});

test('where the store knows of a later leader before it does, the collection fails and both are counted', async () => {
  await using own = await openCollector();
  own.state.meanwhile = () => own.store.enter({ token: 2, holder: 'b' });
  await expect(own.collector.collect()).rejects.toThrow('term 1 of a is over');
  expect(own.store.counts()).toEqual([]);
  await own.says('collections_fenced_total 1');
  await own.says('collection_errors_total 1');
  expect(own.collector.lastError()).toContain('is over');
});
