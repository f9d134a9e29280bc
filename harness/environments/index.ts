export { startLocalEnvironment } from './local/local-environment.ts';
