import * as z from 'zod';
import type { DocumentCheckResult } from './document-check.ts';
import { sourceSchema } from './source.ts';

const textSchema = z.strictObject({ document: z.string(), has: z.string().optional(), lacks: z.string().optional() });

/** A place where a document cannot be true as written, and what it has beside the checks and drills that run it. */
export const findingSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9]+\.defect\.[a-zA-Z0-9-]+$/),
  severity: z.enum(['critical', 'high', 'medium', 'low']),
  sources: z.array(sourceSchema).min(1),
  claim: z.string(),
  /** Patterns that a document has or lacks. */
  text: z.array(textSchema).min(1).optional(),
  /** The environment that it takes to run it. */
  needs: z.string().optional(),
  /** Why nothing can run it. */
  cannot: z.string().optional(),
});
export type Finding = z.infer<typeof findingSchema>;

export const findingStates = ['executed', 'checked in the text', 'needs an environment', 'cannot be executed'] as const;
export type FindingStateName = (typeof findingStates)[number];

/** A drill of a run that is about the finding, and where its journal has it. */
export type DrillEvidence = {
  readonly drill: string;
  readonly runId: string;
  readonly proven: boolean;
  readonly shown: string;
  readonly journal: string;
  /** The numbers of its first and last event. */
  readonly events: { readonly first: number; readonly last: number } | undefined;
};

/** A finding with what was found out about it. */
export type FindingReport = Finding & {
  readonly state: FindingStateName;
  /** *Breached* when what was run does not show what the finding says. */
  readonly outcome: 'held' | 'breached' | 'errored' | 'skipped';
  /** In a sentence: what shows it, or what stands in the way. */
  readonly evidence: string;
  readonly drills: readonly DrillEvidence[];
  readonly checks: readonly DocumentCheckResult[];
};
