import { hostname } from 'node:os';
import { expect, test } from 'vitest';
import { isLeftOver, manager, ownerNow } from './namespace-owner.ts';

const namespace = (metadata: object) => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name: 'fd-a', labels: { ...manager, more: 'yes' }, annotations: ownerNow(), ...metadata },
});
const of = (host: string, pid: number) => ({
  annotations: { 'firedrill/host': host, 'firedrill/process': String(pid) },
});

/** No process has an id beyond what Linux gives. */
const ended = 99_999_999;

test.each([
  ['this run has made', {}, true],
  ['a run of this machine that has ended has left', of(hostname(), ended), true],
  ['is being removed, whosever it is', { ...of('another.example', 1), deletionTimestamp: 'now' }, true],
])('one that %s is removed', (_, metadata, left) => {
  expect(isLeftOver(namespace(metadata))).toBe(left);
});

test('none is there at first', () => {
  expect(isLeftOver(undefined)).toBe(false);
});

test.each([
  ['others have made', { labels: {} }, 'somebody else’s'],
  ['a run that lives has', of(hostname(), process.ppid), 'another run'],
  ['a run of another machine may have', of('another.example', ended), 'another run'],
  ['does not say whose it is', { annotations: {} }, 'another run'],
])('one that %s is left', (_, metadata, message) => {
  expect(() => isLeftOver(namespace(metadata))).toThrow(
    expect.objectContaining({ code: 'CLUSTER_REFUSED', message: expect.stringContaining(message) as string }) as Error,
  );
});
