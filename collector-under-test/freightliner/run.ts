import { pino } from 'pino';
import type { StartFreightliner } from './compose.ts';
import { readSettings } from './settings.ts';
import { version } from './version.ts';

/** Runs a replicator as this process: settings from the environment, signals, exit codes. */
export async function runFreightliner(start: StartFreightliner): Promise<void> {
  if (process.argv.includes('--version')) {
    process.stdout.write(`${version}\n`);
    return;
  }
  const output = pino.destination({ dest: 1, sync: true });
  const bootLogger = pino({ base: null }, output);
  try {
    const settings = readSettings(process.env);
    const logger = pino({ base: null, level: settings.logLevel }, output);
    const running = await start(settings, logger);
    let stopping: Promise<void> | undefined;
    const stop = (): void => {
      stopping ??= Promise.resolve(running[Symbol.asyncDispose]()).then(() => process.exit(0));
    };
    process.on('SIGTERM', stop);
    process.on('SIGINT', stop);
    logger.info({ port: running.port }, 'listening');
  } catch (error) {
    bootLogger.error({ error: error instanceof Error ? error.message : String(error) }, 'cannot start');
    process.exit(1);
  }
}
