export { startLocalEnvironment, type LocalEnvironmentOptions } from './local/local-environment.ts';
