import type { Collector, RunningCollector } from './compose.ts';
import { readSettings } from './settings/settings.ts';
import { version } from './version.ts';

/** Runs a collector as this process: settings from the environment, signals, exit codes. */
export async function runCollector(collector: Collector): Promise<void> {
  if (process.argv.includes('--version')) {
    process.stdout.write(`${version}\n`);
    return;
  }
  let logger = collector.createLogger({ logLevel: 'info', logFormat: 'json' });
  try {
    const settings = readSettings(process.env);
    logger = collector.createLogger(settings);
    const running = await collector.start({ settings, env: process.env, logger });
    const stop = stopOnce(running);
    process.on('SIGHUP', () => void running.reload());
    process.on('SIGTERM', stop);
    process.on('SIGINT', stop);
    logger.info({ ...running.address }, 'listening');
  } catch (error) {
    logger.error({ error: error instanceof Error ? error.message : String(error) }, 'cannot start');
    process.exit(1);
  }
}

function stopOnce(running: RunningCollector): () => void {
  let stopping: Promise<void> | undefined;
  return () => {
    stopping ??= Promise.resolve(running[Symbol.asyncDispose]()).then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
}
