import { readFile } from 'node:fs/promises';
import type { Logger } from 'pino';
import { parse } from 'yaml';
import { z } from 'zod';
import type { Clock } from '../clock.ts';
import type { Replication } from './job.ts';
import type { Replicator } from './replicator.ts';

const rulesSchema = z.strictObject({
  rules: z.array(z.strictObject({ source: z.string(), destination: z.string(), images: z.array(z.string()) })),
});

/** Reads what the rules file asks to replicate, one entry an image. */
export async function readRules(file: string): Promise<Replication[]> {
  const { rules } = rulesSchema.parse(parse(await readFile(file, 'utf8')));
  return rules.flatMap(({ images, ...registries }) => images.map((image) => ({ ...registries, image })));
}

/** What the schedule works with. */
export interface ScheduleDeps {
  rulesFile: string;
  intervalMs: number;
  replicator: Replicator;
  clock: Clock;
  logger: Logger;
  signal: AbortSignal;
}

/** A running schedule. */
export interface Schedule {
  /** How many images the rules name, as they were last read. */
  images(): number;
}

/**
 * Replicates the images of the rules one after the other, one each interval, until the signal aborts. The rules are read
 * each time; one that is still under way is left out of the round.
 */
export function startSchedule(deps: ScheduleDeps): Schedule {
  const { intervalMs, replicator, clock, logger, signal } = deps;
  let images = 0;
  const turn = async (index: number): Promise<void> => {
    try {
      const all = await readRules(deps.rulesFile);
      images = all.length;
      const next = all[index % all.length];
      if (next !== undefined && !replicator.isUnderWay(next)) await replicator.accept(next, 'scheduled');
    } catch (error) {
      images = 0;
      logger.error({ error: String(error) }, 'the rules cannot be followed');
    }
  };
  const loop = async (): Promise<void> => {
    const begun = clock.monotonic();
    for (let index = 0; intervalMs > 0 && !signal.aborted; index += 1) {
      await turn(index);
      await clock.sleep(begun + (index + 1) * intervalMs - clock.monotonic(), signal);
    }
  };
  void loop();
  return { images: () => images };
}
