import type {
  Account,
  AccountOptions,
  DeliveryContext,
  JudgedAccount,
  Objective,
  StepFact,
} from '../contract/index.ts';
import { judgeAccount } from '../verdict/index.ts';

export type KneeOptions = Pick<AccountOptions, 'sink' | 'allowance'> & {
  readonly objective: Objective;
  /** The name of the step that it records. */
  readonly step: string;
  /** The rate, in alerts a second, that has to hold; the search begins there. */
  readonly atLeast: number;
};

/** Two rates this near to each other are the same, as a share of the lower, or that many a second. */
const resolution = { share: 0.1, perSecond: 1 };
/** Beyond this, in alerts a second, nothing on one machine is searched. */
const mostPerSecond = 100_000;
const drainMs = 30_000;

/**
 * Finds the knee: doubles the rate of the drill's load until one does not hold, then halves the distance until it is known
 * to a tenth or to one a second. Each rate is sent for the duration of the load and journalled as an account of its own that is not judged. A
 * rate that could not be told, as where the generator is at its end, ends the search as one that does not hold; undecided
 * where that is the first.
 */
export const findKnee = async (context: DeliveryContext, options: KneeOptions): Promise<StepFact> => {
  const { atLeast, step } = options;
  let holds = 0;
  let limit: { rate: number; judged: JudgedAccount } | undefined;
  for (let rate = atLeast; rate <= mostPerSecond; rate = nextRate(holds, limit?.rate)) {
    const judged = await tryRate(context, options, rate);
    if (judged.outcome === 'held') holds = rate;
    else limit = { rate, judged };
    if (limit !== undefined && (holds === 0 || areSame(holds, limit.rate))) break;
  }
  const expected = `at least ${atLeast} a second`;
  const fact = { name: step, expected, got: holds >= atLeast ? expected : 'less' };
  const detail = `${holds} a second holds${limit === undefined ? '' : `, ${limitText(limit)}`}`;
  const isUndecided = holds < atLeast && limit?.judged.outcome === 'inconclusive';
  return { ...fact, detail, ...(isUndecided && { undecided: limit?.judged.reason }) };
};

const limitText = ({ rate, judged: { outcome } }: { rate: number; judged: JudgedAccount }): string =>
  outcome === 'inconclusive' ? `${rate} a second could not be told` : `${rate} a second does not`;

const areSame = (holds: number, fails: number): boolean =>
  fails - holds <= Math.max(resolution.share * holds, resolution.perSecond);

/** Whole, and round where there is a round one between, so that it can be read and asked for. */
const nextRate = (holds: number, fails?: number): number => {
  if (fails === undefined) return holds * 2;
  const middle = (holds + fails) / 2;
  const round = Math.round(middle / 10) * 10;
  return holds < round && round < fails ? round : Math.round(middle);
};

const tryRate = async (context: DeliveryContext, options: KneeOptions, perSecond: number): Promise<JudgedAccount> => {
  const { sink, objective, allowance } = options;
  const load = await context.load({ ...context.shape(), alertsPerSecond: perSecond });
  const name = `${perSecond} a second`;
  const asked = { name, sink, drainMs, objective, allowance, unjudged: true as const };
  const account: Account = await context.account(load, asked);
  return judgeAccount({ ...asked, ...account });
};
