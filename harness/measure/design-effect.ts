import type { DeliveryBlocks } from '../contract/index.ts';
import { betaQuantile } from './beta-quantile.ts';

type Block = { readonly index: number; readonly total: number; readonly onTime: number };

/** Fewer and longer blocks than these say too little of their own variance (Schmeiser, Operations Research 30, 1982). */
const fewestBlocks = 20;

/**
 * Gives how many samples are worth one independent one, at least 1: latencies come in good and bad spells, and so a run of
 * many is worth less than their number. It is the variance of the share on time between blocks of time over the binomial one
 * (Kish, Survey Sampling, 1965; the ratio estimator of Cochran, Sampling Techniques, for blocks of unlike size). Spells may
 * outlast a block, so blocks are joined in pairs again and again and the largest effect counts (the blocking of Flyvbjerg and
 * Petersen, J. Chem. Phys. 91, 1989), and that few blocks make a coarse estimate is paid for by Student's t (Korn and
 * Graubard, Survey Methodology 24, 1998). 1 where all or none are on time; a single block is one draw, however many are in it.
 */
export const designEffect = ({ counts }: DeliveryBlocks, confidence: number): number => {
  let blocks = counts.map(([index, total, onTime]): Block => ({ index, total, onTime }));
  if (blocks.length < 2) return Math.max(1, blocks[0]?.total ?? 1);
  let largest = effectOf(blocks, confidence);
  while ((blocks = inPairs(blocks)).length >= fewestBlocks) largest = Math.max(largest, effectOf(blocks, confidence));
  return Math.max(1, largest);
};

const inPairs = (blocks: readonly Block[]): Block[] => {
  const pairs = new Map<number, Block>();
  for (const { index, total, onTime } of blocks) {
    const pair = Math.floor(index / 2);
    const first = pairs.get(pair);
    const joined = { total: total + (first?.total ?? 0), onTime: onTime + (first?.onTime ?? 0) };
    pairs.set(pair, { index: pair, ...joined });
  }
  return [...pairs.values()];
};

const effectOf = (blocks: readonly Block[], confidence: number): number => {
  const total = blocks.reduce((sum, block) => sum + block.total, 0);
  const share = blocks.reduce((sum, block) => sum + block.onTime, 0) / total;
  if (share === 0 || share === 1) return 1;
  const squares = blocks.reduce((sum, block) => sum + (block.onTime - share * block.total) ** 2, 0);
  const effect = (squares * blocks.length) / (blocks.length - 1) / (total * share * (1 - share));
  return (effect * studentSquare(blocks.length - 1, confidence)) / studentSquare(total - 1, confidence);
};

/** The square of Student's t that a share of `confidence` is within, for so many degrees of freedom f: f / (f + t²) is beta. */
const studentSquare = (freedom: number, confidence: number): number => {
  const part = betaQuantile(1 - confidence, freedom / 2, 0.5);
  return (freedom * (1 - part)) / part;
};
