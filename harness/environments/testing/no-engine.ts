import { openEngine } from '../images/open-engine.ts';

/** Why tests that need a container engine are skipped here; undefined where one answers. */
export const noEngine = await openEngine().then(
  () => undefined,
  (error: unknown) => String(error),
);
