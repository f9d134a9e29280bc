import { z } from 'zod';

/** One image to be replicated; registries are named as the registries file names them. */
export const replicationSchema = z.strictObject({
  source: z.string().min(1),
  destination: z.string().min(1),
  image: z.string().regex(/^[a-z0-9]+(?:[._/-][a-z0-9]+)*:[\w.-]+$/, 'expected repository:tag'),
});
export type Replication = z.infer<typeof replicationSchema>;

/** Who asked for it. */
export type JobType = 'scheduled' | 'requested';

/** A replication that was accepted and is not yet done. */
export interface Job extends Replication {
  id: string;
  type: JobType;
}
