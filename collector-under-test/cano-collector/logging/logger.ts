import { pino, stdTimeFunctions } from 'pino';
import type { DestinationStream, Logger } from 'pino';
import type { LogSettings } from '../settings/settings.ts';
import { redactRecord } from './redact.ts';
import { oneLineStream } from './one-line.ts';
import { textStream } from './text-stream.ts';

export type { Logger } from 'pino';

/** Builds the structured logger: one line per record on stdout, secrets removed. */
export function createLogger(settings: LogSettings, output: DestinationStream = pino.destination(1)): Logger {
  const lines = oneLineStream(output);
  const options = {
    base: null,
    level: settings.logLevel,
    timestamp: stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }), log: redactRecord },
    redact: {
      paths: ['authorization', 'token', 'apiToken', 'bearerToken', 'routingKey', 'url', 'databaseUrl'],
      censor: '[redacted]',
    },
  };
  return pino(options, settings.logFormat === 'text' ? textStream(lines) : lines);
}
