import { describe, expect, test } from 'vitest';
import type { DeliveryStack, KubeObject, TargetedFault } from '../../contract/index.ts';
import { instantClock } from '../../core/testing/fake-clock.ts';
import { fakeCluster } from '../testing/fake-cluster.ts';
import { cordonNode } from './cordon-node.ts';
import { cutOffNode } from './cut-off-node.ts';
import { deletePod } from './delete-pod.ts';
import { exceedMemory } from './exceed-memory.ts';
import { killNode } from './kill-node.ts';

const signal = new AbortController().signal;
const command = ['take-memory'];
const exceed = (stack: DeliveryStack): TargetedFault => exceedMemory(stack, { pod: 'monitor-a', command });

/** A pod whose container was ended before, for this reason. */
const ended =
  (reason: string, containerID?: string) =>
  (pod: KubeObject): KubeObject => ({
    ...pod,
    status: { containerStatuses: [{ lastState: { terminated: { reason, containerID } } }] },
  });

type Made = (stack: DeliveryStack) => TargetedFault;

type Case = {
  readonly what: string;
  readonly faultOf: Made;
  readonly proof: string;
  readonly done: string;
  readonly undone?: string;
};
const cases: readonly Case[] = [
  {
    what: 'a deleted pod',
    faultOf: (stack) => deletePod(stack, 'monitor-a'),
    proof: 'the API server has it no more',
    done: 'Pod/monitor-a is removed',
  },
  {
    what: 'the node of a pod that is cut off',
    faultOf: (stack) => cutOffNode(stack, 'monitor-a'),
    proof: 'its engine has worker on no network',
    done: 'worker is cut off',
    undone: 'worker is connected',
  },
  {
    what: 'a killed node',
    faultOf: (stack) => killNode(stack, 'worker2'),
    proof: 'its engine stopped it',
    done: 'worker2 is killed',
    undone: 'worker2 is started',
  },
  {
    what: 'a cordoned node',
    faultOf: (stack) => cordonNode(stack, 'worker'),
    proof: 'the API server has it as unschedulable',
    done: 'Node/worker gets {"spec":{"unschedulable":true}}',
    undone: 'Node/worker gets {"spec":{"unschedulable":false}}',
  },
  {
    what: 'used up memory',
    faultOf: exceed,
    proof: 'the container was ended as OOMKilled',
    done: 'monitor-a runs take-memory',
  },
];

describe.each(cases)('$what', ({ faultOf, proof, done, undone }) => {
  test('is in effect with its proof, at this one alone, and is undone', async () => {
    const { stack, log } = fakeCluster({ onExec: ended('OOMKilled', 'c1') });
    const from = stack.clock.now();
    const injected = await faultOf(stack).inject(signal);
    expect(injected).toMatchObject({ from, proof });
    expect(log).toEqual([done]);
    await injected[Symbol.asyncDispose]();
    expect(log).toEqual(undone === undefined ? [done] : [done, undone]);
  });

  test('makes the drill invalid where the stack has no cluster', () => {
    const bare = { clock: instantClock() } as unknown as DeliveryStack;
    expect(() => faultOf(bare)).toThrow(expect.objectContaining({ code: 'DRILL_INVALID' }) as Error);
  });
});

describe('a fault on a cluster is an error', () => {
  const ineffective = { code: 'FAULT_INEFFECTIVE' };

  test.each<[string, Made]>([
    ['a deleted pod', (stack) => deletePod(stack, 'monitor-a')],
    ['a cordoned node', (stack) => cordonNode(stack, 'worker')],
    ['used up memory', exceed],
  ])('when nothing comes of it: %s', async (_title, faultOf) => {
    const { stack } = fakeCluster({ heeds: false });
    await expect(faultOf(stack).inject(signal)).rejects.toMatchObject(ineffective);
  });

  test('when there is no such pod, and nothing is deleted', async () => {
    const { stack, log } = fakeCluster();
    await expect(deletePod(stack, 'monitor-b').inject(signal)).rejects.toMatchObject(ineffective);
    expect(log).toEqual([]);
  });

  test.each([
    ['the pod is not there', {}],
    ['the pod is not scheduled yet', { 'monitor-a': undefined }],
    ['the pod is on a node that no engine has', { 'monitor-a': 'elsewhere' }],
  ])('when %s, whose node is to be cut off', async (_title, pods) => {
    const { stack, log } = fakeCluster({ pods });
    await expect(cutOffNode(stack, 'monitor-a').inject(signal)).rejects.toMatchObject(ineffective);
    expect(log).toEqual([]);
  });

  test('when the container was ended for another reason, or for its memory before', async () => {
    const other = fakeCluster({ onExec: ended('Error', 'c1') });
    await expect(exceed(other.stack).inject(signal)).rejects.toMatchObject(ineffective);
    const again = fakeCluster({ onExec: ended('OOMKilled', 'c1') });
    await exceed(again.stack).inject(signal);
    await expect(exceed(again.stack).inject(signal)).rejects.toMatchObject(ineffective);
  });

  test('of the drill when it names a node that is not there', () => {
    const { stack } = fakeCluster();
    const invalid = expect.objectContaining({ code: 'DRILL_INVALID' }) as Error;
    expect(() => killNode(stack, 'worker3')).toThrow(invalid);
    expect(() => cordonNode(stack, 'worker3')).toThrow(invalid);
  });

  test('of the interruption where that ends the wait for it', async () => {
    const reason = new Error('interrupted');
    const { stack } = fakeCluster();
    await expect(exceed(stack).inject(AbortSignal.abort(reason))).rejects.toBe(reason);
  });
});
