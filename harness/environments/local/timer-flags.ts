import type { ClusterTimers } from '../../contract/index.ts';
import { formatDuration } from '../../core/index.ts';

/** Gives Alertmanager's flags for how the members of a cluster wait for each other. */
export const timerFlags = ({ peerTimeoutMs, pushPullMs, gossipMs, settleMs }: ClusterTimers): string[] => [
  `--cluster.peer-timeout=${formatDuration(peerTimeoutMs)}`,
  `--cluster.pushpull-interval=${formatDuration(pushPullMs)}`,
  `--cluster.gossip-interval=${formatDuration(gossipMs)}`,
  `--cluster.settle-timeout=${formatDuration(settleMs)}`,
];
