import * as z from 'zod';
import type { Capability } from './drill.ts';
import type { DeliverySetup, DeliveryStack, TargetedFault } from './delivery.ts';
import type { LoadShape, LoadSummary } from './load.ts';
import type { LedgerSummary } from './delivery-ledger.ts';
import type { Scripted, ScriptTools } from './scripted.ts';
import type { Rewrite } from './timing.ts';

/** A promise about deliveries: at least this share of what was acknowledged arrives within `withinMs`. */
export const objectiveSchema = z.strictObject({
  withinMs: z.number().positive(),
  share: z.number(),
  /** Of the interval that the share is judged by. */
  confidence: z.number(),
  /** Fewer transitions than this decide nothing. */
  minimum: z.number(),
});
export type Objective = z.infer<typeof objectiveSchema>;

const most = z.number().int().nonnegative().optional();

/** The most that an account may have of each; what is left out may be any. */
export const allowanceSchema = z.strictObject({
  lost: most,
  duplicated: most,
  unexpected: most,
  reordered: most,
  stuck: most,
});
export type Allowance = z.infer<typeof allowanceSchema>;

/** Alerts that are being sent. */
export interface RunningLoad {
  readonly shape: LoadShape;
  /** Wall-clock ms of the first alert's intended sending. */
  readonly from: number;
  /** Resolves once all is sent and answered, with what was sent. */
  readonly ended: Promise<LoadSummary>;
}

export type AccountOptions = {
  /** The name under which it is journalled; one of the drill's `accounts`. */
  readonly name: string;
  /** The sink that everything must arrive at. */
  readonly sink: string;
  /** How long after the load's end what was acknowledged may take to arrive. */
  readonly drainMs: number;
  /** None where latency is not judged, as where the sink itself was down. */
  readonly objective?: Objective | undefined;
  readonly allowance: Allowance;
  /** True for an account that is shown and not judged, as of a rate that is tried. */
  readonly unjudged?: true | undefined;
};

/** A quantile of latencies, in ms, with the interval that holds it, where there are enough for one. */
export const latencyQuantileSchema = z.strictObject({
  share: z.number(),
  ms: z.number(),
  interval: z.strictObject({ lower: z.number(), upper: z.number() }).optional(),
});

export type Account = {
  readonly load: LoadSummary;
  readonly ledger: LedgerSummary;
  /** Of the delivered, from their intended times. */
  readonly quantiles: z.infer<typeof latencyQuantileSchema>[];
};

export type DeliveryContext = ScriptTools & {
  readonly stack: DeliveryStack;
  /** The load as the drill plans it, with what the command line changed; throws `DRILL_INVALID` where it plans none. */
  readonly shape: () => LoadShape;
  readonly seed: number;
  /** Begins to send; resolves once the first alert is due. Ends with the drill at the latest. */
  readonly load: (shape: LoadShape) => Promise<RunningLoad>;
  /**
   * Breaks something and journals each stage; disposal undoes it. Undone with the drill at the latest. Throws `DRILL_INVALID`
   * where the environment lacks what the fault needs.
   */
  readonly inject: (fault: TargetedFault) => Promise<AsyncDisposable>;
  /** Waits until all that was acknowledged has arrived, at most `drainMs`, and journals the account of each transition. */
  readonly account: (load: RunningLoad, options: AccountOptions) => Promise<Account>;
};

/** A drill in which alerts are sent, something breaks, and every transition is accounted for at a sink. */
export type DeliveryDrill = Scripted & {
  readonly delivery: DeliverySetup;
  /** What its script sends with `load`; none for a drill that sends by itself. */
  readonly load?: LoadShape;
  /** Every account by the name under which it is journalled; one that is missing makes the drill errored. */
  readonly accounts: readonly string[];
  /** True for a drill that only runs when it is named, because it takes long. */
  readonly onDemand?: true;
  /** What it and its faults need of the environment beside what its setup says. */
  readonly needs?: readonly Capability[];
  /** Durations that its script divides by the run's speed, `atMost` by this; all is in real time otherwise. */
  readonly compressed?: { readonly atMost: number; readonly rewrites: (speed: number) => readonly Rewrite[] };
  readonly script: (context: DeliveryContext) => Promise<void>;
};
