export { findOnPath } from './find-on-path.ts';
export { inspectTools } from './inspect.ts';
export type { ToolchainOptions } from './options.ts';
export { pins, toolNames, type Archive, type Pin, type ToolName } from './pins.ts';
export type { ResolvedTool, ToolProgress } from './progress.ts';
export { findKubernetes, type KubernetesTools } from './kubernetes-tools.ts';
export { resolveTool, resolveTools } from './resolve.ts';
