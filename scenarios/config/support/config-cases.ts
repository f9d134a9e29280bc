import { badConfigs } from './bad-configs.ts';
import type { ConfigCase } from './config-case.ts';
import { manyDestinations } from './many-destinations.ts';
import { reloadStorm } from './reload-storm.ts';
import { restartedWithBadConfig } from './restarted-with-bad-config.ts';
import { rotatedSecret } from './rotated-secret.ts';
import { wrongUrl } from './wrong-url.ts';

/** Every case of the configuration suite. */
export const configCases: readonly ConfigCase[] = [
  ...badConfigs,
  rotatedSecret,
  wrongUrl,
  reloadStorm,
  manyDestinations,
  restartedWithBadConfig,
];
