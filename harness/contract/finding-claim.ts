import * as z from 'zod';

/** A documented mistake that a drill proves by its run. */
export const findingClaimSchema = z.strictObject({
  /** The catalogue's id, such as `cano.defect.down-alert-absent`. */
  id: z.string(),
  /** What the documents promise, in a sentence. */
  documented: z.string(),
  /** What the run shows instead, in a sentence. */
  shown: z.string(),
});
export type FindingClaim = z.infer<typeof findingClaimSchema>;
