import * as z from 'zod';

/** Where a document says something; `lines` counts from 1, as `71-78`. */
export const sourceSchema = z.strictObject({ document: z.string(), section: z.string(), lines: z.string() });
export type Source = z.infer<typeof sourceSchema>;
