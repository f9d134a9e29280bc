import type { Monitor } from './compose.ts';
import { createLogger } from './logger.ts';
import { readSettings } from './settings.ts';
import { version } from './version.ts';

/** Runs a monitor as this process: settings from the environment, signals, exit codes. */
export async function runMonitor(monitor: Monitor): Promise<void> {
  if (process.argv.includes('--version')) {
    process.stdout.write(`${version}\n`);
    return;
  }
  let logger = createLogger({ logLevel: 'info' });
  try {
    const settings = readSettings(process.env);
    logger = createLogger(settings);
    const running = await monitor(settings, logger);
    const stop = () => {
      void running[Symbol.asyncDispose]().then(
        () => process.exit(0),
        () => process.exit(1),
      );
    };
    process.once('SIGTERM', stop);
    process.once('SIGINT', stop);
    logger.info(running.address, 'listening');
  } catch (error) {
    logger.error({ error: error instanceof Error ? error.message : String(error) }, 'cannot start');
    process.exit(1);
  }
}
