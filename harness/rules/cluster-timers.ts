import type { ClusterTimers } from '../contract/index.ts';
import { scaleMs } from './scale-ms.ts';

/** The defaults of Alertmanager 0.34, in ms. */
const defaults: ClusterTimers = { peerTimeoutMs: 15_000, pushPullMs: 60_000, gossipMs: 200, settleMs: 60_000 };

/** A busy machine needs as long to pass a message on; members that gossip faster find nothing out sooner. */
const leastGossipMs = 50;

/** The timers of an Alertmanager cluster, divided by `speed`. */
export const clusterTimers = (speed: number): ClusterTimers => ({
  peerTimeoutMs: scaleMs(defaults.peerTimeoutMs, speed),
  pushPullMs: scaleMs(defaults.pushPullMs, speed),
  gossipMs: Math.max(leastGossipMs, scaleMs(defaults.gossipMs, speed)),
  settleMs: scaleMs(defaults.settleMs, speed),
});
