import { expect, test } from 'vitest';
import { clusterTimers } from './cluster-timers.ts';

test('the timers of a cluster are the defaults of Alertmanager in real time', () => {
  expect(clusterTimers(1)).toEqual({ peerTimeoutMs: 15_000, pushPullMs: 60_000, gossipMs: 200, settleMs: 60_000 });
});

test('they are divided by the speed, but for gossip, which takes a busy machine as long as ever', () => {
  expect(clusterTimers(15)).toEqual({ peerTimeoutMs: 1_000, pushPullMs: 4_000, gossipMs: 50, settleMs: 4_000 });
});
