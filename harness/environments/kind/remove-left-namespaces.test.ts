import { hostname } from 'node:os';
import { expect, test } from 'vitest';
import { FakeClock } from '../../core/testing/fake-clock.ts';
import { manager } from '../cluster/namespace-owner.ts';
import { hostLabel, ownerLabels, processLabel } from '../owner-labels.ts';
import { removeLeftNamespaces } from './remove-left-namespaces.ts';

const ended = { [hostLabel]: hostname(), [processLabel]: '99999999' };
const namespace = (name: string, annotations: Record<string, string>, labels: Record<string, string> = manager) => ({
  metadata: { name, labels, annotations },
});

/** A cluster with three namespaces, whose deleted ones are gone after `looks` more looks. */
const bench = (looks: number) => {
  const log: string[] = [];
  let items = [namespace('fd-left', ended), namespace('fd-lives', ownerLabels()), namespace('shop', ended, {})];
  let left = looks;
  const api = {
    ask: async (method: string, path: string) => {
      log.push(`${method} ${path}`);
      return await Promise.resolve({ status: 200, body: {} });
    },
    must: async () => {
      if (log.length > 0 && (left -= 1) < 0) items = items.filter(({ metadata: { name } }) => name !== 'fd-left');
      return await Promise.resolve({ items });
    },
  };
  const removeFolder = async (name: string) => await Promise.resolve(void log.push(`folder ${name}`));
  const clock = new FakeClock(1_000);
  const run = async () =>
    await clock.drive(removeLeftNamespaces({ api, removeFolder, clock, signal: new AbortController().signal }));
  return { log, run };
};

test('what a run that has ended left is removed with its relay, and its folder once it is gone', async () => {
  const { log, run } = bench(3);
  await run();
  expect(log).toEqual([
    'DELETE /api/v1/namespaces/fd-left',
    'DELETE /api/v1/namespaces/fd-left/pods',
    'DELETE /api/v1/namespaces/firedrill-relays/pods/fd-left',
    'folder fd-left',
  ]);
});

test('a namespace that stays is an error that names it', async () => {
  await expect(bench(Infinity).run()).rejects.toMatchObject({ code: 'TIMEOUT', details: { got: 'fd-left' } });
});
