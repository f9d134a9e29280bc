import type { Search } from './options.ts';
import type { ResolvedTool, ToolSource } from './progress.ts';

/** A step's end: the tool, or why it has none; `isWrong` when something was there and could not be used. */
export type StepOutcome = { readonly tool: ResolvedTool } | { readonly reason: string; readonly isWrong?: true };

/** One place where a tool may come from. A step throws only when going on to the next would hide a mistake. */
export type Step = {
  readonly source: ToolSource;
  run(search: Search): Promise<StepOutcome>;
};
