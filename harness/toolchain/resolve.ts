import { HarnessError } from '../core/index.ts';
import { goBuild } from './go-build.ts';
import { lookSteps } from './look.ts';
import { searchFor, variableOf, type Search, type ToolchainOptions } from './options.ts';
import type { ToolName } from './pins.ts';
import type { ResolvedTool } from './progress.ts';
import { release } from './release.ts';
import type { Step } from './step.ts';
import { describeAccepted } from './version.ts';

const steps: readonly Step[] = [...lookSteps, release, goBuild];

/**
 * Finds a tool: explicit path, FIREDRILL_TOOLCHAIN, user cache, PATH, official release with a pinned checksum, build from
 * the pinned Go module. The last two take time and say so through `onProgress`. Throws TOOL_MISSING naming every step,
 * TOOL_BROKEN for a wrong tool in a place that was named, CHECKSUM_MISMATCH for a wrong archive.
 */
export const resolveTool = async (name: ToolName, options: ToolchainOptions = {}): Promise<ResolvedTool> => {
  const search = searchFor(name, options);
  const tried: string[] = [];
  for (const step of steps) {
    search.signal?.throwIfAborted();
    const outcome = await step.run(search);
    if ('tool' in outcome) {
      search.emit({ kind: 'found', tool: name, resolved: outcome.tool });
      return outcome.tool;
    }
    search.emit({ kind: 'skipped', tool: name, source: step.source, reason: outcome.reason });
    tried.push(`${step.source}: ${outcome.reason}`);
  }
  throw missing(search, tried);
};

/** Finds several tools one after the other, so that at most one download or build runs. */
export const resolveTools = async (
  names: Iterable<ToolName>,
  options: ToolchainOptions = {},
): Promise<ReadonlyMap<ToolName, ResolvedTool>> => {
  const tools = new Map<ToolName, ResolvedTool>();
  for (const name of new Set(names)) tools.set(name, await resolveTool(name, options));
  return tools;
};

const missing = ({ name, pin }: Search, tried: readonly string[]): HarnessError =>
  new HarnessError('TOOL_MISSING', {
    what: `${name} is nowhere to be found and cannot be made`,
    expected: `${name} ${describeAccepted(pin.accepted)}`,
    got: tried.join(' | '),
    next: `put ${name} ${pin.version} on PATH, name it with ${variableOf(name)}, or install Go and allow the network`,
  });
