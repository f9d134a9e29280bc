import type { ToolProgress } from '../toolchain/index.ts';

const seconds = (ms: number): string => `${Math.max(0, Math.round(ms / 1000))} s`;

/** Puts a step of finding a tool in a line, or gives undefined for a step that is over at once. */
export const toolLine = (event: ToolProgress, now: number): string | undefined => {
  switch (event.kind) {
    case 'downloading':
      return event.bytes === 0 ? `downloading ${event.tool}, at most ${seconds(event.untilAtMost - now)}` : undefined;
    case 'building': {
      // One line each half minute says that it lives.
      const half = Math.floor((event.now - event.since) / 30_000) * 30;
      return `building ${event.tool} from its pinned source, since ${half} s, at most ${seconds(event.untilAtMost - event.since)} in all`;
    }
    case 'waiting':
      return `waiting for ${event.tool}: ${event.holder} makes it`;
    case 'looking':
    case 'skipped':
    case 'found':
      return undefined;
  }
};
