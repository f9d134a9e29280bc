import * as z from 'zod';

/** What a drill can come to; *breached* says that the system is wrong, *errored* that the harness could not tell. */
export const outcomeSchema = z.enum(['held', 'breached', 'inconclusive', 'errored', 'skipped']);
export type Outcome = z.infer<typeof outcomeSchema>;
