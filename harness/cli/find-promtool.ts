import { resolveTool } from '../toolchain/index.ts';
import { Progress } from './progress.ts';
import type { Surroundings } from './surroundings.ts';

/** Gives the path of promtool and shows what is done to get it; throws `TOOL_MISSING`. */
export const findPromtool = async (surroundings: Surroundings): Promise<string> => {
  using progress = new Progress(surroundings);
  const { clock, env } = surroundings;
  const { path } = await resolveTool('promtool', { clock, env, onProgress: (event) => progress.tool(event) });
  return path;
};
