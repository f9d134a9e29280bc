import type {
  Account,
  AccountOptions,
  DeliveryStack,
  DrillRecord,
  Environment,
  LoadShape,
  Observer,
  ObserverContext,
  OpenSite,
  RunbookSite,
  RunningLoad,
  Stack,
  System,
} from '../contract/index.ts';
import type { Clock } from '../core/index.ts';
import type { PlannedDrill } from './planned-drill.ts';

/** A span of the wall clock, in ms. */
export type Span = { readonly from: number; readonly to: number };

/** What the engine is given to run drills with; it knows none of them by name. */
export type EngineParts = {
  readonly clock: Clock;
  readonly environment: Environment;
  readonly observers: readonly Observer[];
  /** Whether the stack sees a healthy subject through everything that later has to see the fault, in so many scrapes. */
  readonly steady: (
    stack: Stack,
    system: System,
    scrapes: number,
  ) => Promise<{ readonly ready: boolean; readonly detail: string }>;
  readonly observeMaximum: (
    context: ObserverContext,
    expression: PlannedDrill['expressions'][number],
    span: Span,
  ) => Promise<void>;
  /** Asks what the panels of dashboards ask, and emits what they show of the span. */
  readonly observePanels: (context: ObserverContext, queries: PlannedDrill['panels'], span: Span) => Promise<void>;
  /** Whether nothing of a drill has to be looked into. */
  readonly holds: (record: DrillRecord) => boolean;
  readonly missedEvaluations: (stack: Stack) => Promise<number>;
  /** When scrapes failed in a span, oldest first, on the wall clock, in ms. */
  readonly failedScrapes: (stack: Stack, system: System, span: Span) => Promise<readonly number[]>;
  readonly startTraffic: (options: Paced & { drill: string }) => Traffic;
  /** Sends GET requests to one address. */
  readonly startRequests: (options: Paced) => Traffic;
  /** Sends the alerts of a shape; resolves once the first is due. */
  readonly startLoad: (options: LoadOptions) => Promise<RunningLoad & AsyncDisposable>;
  /** Gives the site of a rehearsal, opened once a run. */
  readonly openSite: (site: RunbookSite, signal: AbortSignal) => Promise<OpenSite>;
  /** Accounts for every transition of a load at a sink. */
  readonly account: (options: {
    readonly stack: DeliveryStack;
    readonly load: RunningLoad;
    readonly options: AccountOptions;
    readonly signal: AbortSignal;
  }) => Promise<Account>;
};

export type LoadOptions = {
  readonly stack: DeliveryStack;
  readonly subject: System;
  readonly shape: LoadShape;
  readonly drill: string;
  /** Which of the drill's loads it is, from 1; alerts of two loads differ. */
  readonly index: number;
  readonly ingestPath: string;
  readonly seed: number;
  readonly signal: AbortSignal;
};

type Paced = { url: string; perSecond: number; clock: Clock; signal: AbortSignal };
export type Traffic = AsyncDisposable & { counts(): { readonly sent: number; readonly accepted: number } };
