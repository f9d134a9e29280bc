import { hostname } from 'node:os';
import { expect, test } from 'vitest';
import { hostLabel, ownerLabels, processLabel } from '../owner-labels.ts';
import { isLeftOver, manager } from './namespace-owner.ts';

const namespace = (metadata: object) => ({
  metadata: { name: 'fd-a', labels: { ...manager, more: 'yes' }, annotations: ownerLabels(), ...metadata },
});
const of = (host: string, pid: number) => ({
  annotations: { [hostLabel]: host, [processLabel]: String(pid) },
});

/** No process has an id beyond what Linux gives. */
const ended = 99_999_999;

test.each([
  ['a run of this machine that has ended has left', of(hostname(), ended), true],
  ['is being removed, whosever it is', { ...of('another.example', 1), deletionTimestamp: 'now' }, true],
  ['this run has made', {}, false],
  ['another run that lives has', of(hostname(), process.ppid), false],
  ['a run of another machine has', of('another.example', ended), false],
  ['a run of another machine with the id of this process has', of('another.example', process.pid), false],
  ['does not say whose it is', { annotations: {} }, false],
  ['others have made', { labels: {}, ...of(hostname(), ended) }, false],
])('one that %s', (_, metadata, left) => {
  expect(isLeftOver(namespace(metadata))).toBe(left);
});
