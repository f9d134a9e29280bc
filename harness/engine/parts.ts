import type { Environment, Observer, ObserverContext, Stack, System } from '../contract/index.ts';
import type { Clock } from '../core/index.ts';
import type { PlannedDrill } from './planned-drill.ts';

type Span = { readonly from: number; readonly to: number };

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
  readonly missedEvaluations: (stack: Stack) => Promise<number>;
  readonly failedScrapes: (stack: Stack, system: System, span: Span) => Promise<number>;
  readonly startTraffic: (options: Paced & { drill: string }) => Traffic;
  /** Sends GET requests to one address. */
  readonly startRequests: (options: Paced) => Traffic;
};

type Paced = { url: string; perSecond: number; clock: Clock; signal: AbortSignal };
export type Traffic = AsyncDisposable & { counts(): { readonly sent: number; readonly accepted: number } };
