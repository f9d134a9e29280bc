import { systemClock } from '../clock.ts';

const stepMs = 10;

/** Resolves with the first defined answer; rejects at the deadline, saying what was awaited. */
export async function waitFor<T>(
  what: string,
  look: () => T | undefined | Promise<T | undefined>,
  deadlineMs = 10_000,
): Promise<T> {
  const end = systemClock.monotonic() + deadlineMs;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (systemClock.monotonic() > end) throw new Error(`waited ${deadlineMs} ms in vain for ${what}`);
    await systemClock.sleep(stepMs);
  }
}

/** Resolves once the condition holds. */
export async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  await waitFor(what, async () => ((await holds()) ? true : undefined));
}
