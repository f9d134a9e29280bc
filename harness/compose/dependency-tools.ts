import type { Dependency, EnvironmentName, Scenario } from '../contract/index.ts';
import { HarnessError } from '../core/index.ts';
import { systemsOf } from './systems-of.ts';
import { toolsOf } from './tools-of.ts';
import { resolveTool, toolNames, type ResolvedTool, type ToolchainOptions, type ToolName } from '../toolchain/index.ts';

/**
 * Finds the tools that the systems of a scenario need beside them and those that drills of deliveries do, unless they are
 * containers there. One that cannot be had is left out, and its drills are skipped; one that is not pinned throws
 * `CONFIG_INVALID`.
 */
export const dependencyTools = async (
  scenario: Scenario,
  environment: EnvironmentName,
  options: ToolchainOptions,
): Promise<ReadonlyMap<ToolName, ResolvedTool>> => {
  const deliveries = (scenario.scripted ?? []).filter((drill) => 'delivery' in drill);
  const isContained = environment === 'containers';
  const isProcess = ({ container }: Dependency): boolean => !isContained || container === undefined;
  const needed = systemsOf(scenario).flatMap(({ dependencies = [] }) => dependencies.filter(isProcess));
  const named = [...needed.flatMap(({ tool }) => tool ?? []), ...(isContained ? [] : deliveries.flatMap(toolsOf))];
  const found = new Map<ToolName, ResolvedTool>();
  for (const name of new Set(named)) {
    if (!isPinned(name))
      throw new HarnessError('CONFIG_INVALID', { what: 'a dependency is no pinned tool', got: name });
    const tool = await resolveTool(name, options).catch(unlessMissing);
    if (tool !== undefined) found.set(name, tool);
  }
  return found;
};

const isPinned = (name: string): name is ToolName => (toolNames as readonly string[]).includes(name);

const unlessMissing = (error: unknown): undefined => {
  if (!(error instanceof HarnessError) || error.code !== 'TOOL_MISSING') throw error;
};
