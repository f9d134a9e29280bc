import { pino, stdTimeFunctions } from 'pino';
import type { Logger } from 'pino';
import type { Settings } from './settings.ts';

export type { Logger } from 'pino';

/** Builds the structured logger: one line of JSON per record on stdout. */
export function createLogger({ logLevel }: Pick<Settings, 'logLevel'>): Logger {
  return pino({
    base: null,
    level: logLevel,
    timestamp: stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
  });
}
