export { attachTo, type AttachedTargets } from './attached/attached-environment.ts';
export { openContext } from './attached/open-context.ts';
export { startLocalEnvironment } from './local/local-environment.ts';
export { openRecording } from './local/open-recording.ts';
export { startContainersEnvironment } from './containers/containers-environment.ts';
export { startKindEnvironment } from './kind/start-kind-environment.ts';
export { readKindSettings } from './kind/kind-settings.ts';
export { readImageSettings } from './images/read-image-settings.ts';
