import type { ToolName } from './pins.ts';

/** Where a tool was found or made. */
export type ToolSource = 'explicit' | 'toolchain' | 'cache' | 'path' | 'release' | 'go-build';

export type ResolvedTool = {
  readonly name: ToolName;
  /** Absolute path of the program. */
  readonly path: string;
  /** The version that the program itself says it is. */
  readonly version: string;
  readonly source: ToolSource;
};

/** What finding a tool is doing now. Times are ms since the epoch. */
export type ToolProgress =
  | { readonly kind: 'looking'; readonly tool: ToolName; readonly source: ToolSource; readonly where: string }
  | { readonly kind: 'skipped'; readonly tool: ToolName; readonly source: ToolSource; readonly reason: string }
  | { readonly kind: 'waiting'; readonly tool: ToolName; readonly where: string; readonly holder: string }
  | {
      readonly kind: 'downloading';
      readonly tool: ToolName;
      readonly url: string;
      readonly bytes: number;
      /** Undefined when the server does not say. */
      readonly total: number | undefined;
      readonly untilAtMost: number;
    }
  | {
      readonly kind: 'building';
      readonly tool: ToolName;
      readonly main: string;
      readonly since: number;
      readonly now: number;
      readonly untilAtMost: number;
    }
  | { readonly kind: 'found'; readonly tool: ToolName; readonly resolved: ResolvedTool };
