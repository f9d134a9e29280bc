import { markup } from '../markup.ts';

/** The hatchings that tell pending and fault from firing, and late from on time, without colour; once a page. */
export const timelinePatterns = markup`<svg class="patterns" aria-hidden="true" width="0" height="0">
  <defs>
    <pattern id="hatch-pending" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
      <rect class="weave" width="6" height="6" />
      <line class="thread" x1="0" x2="0" y1="0" y2="6" />
    </pattern>
    <pattern id="hatch-fault" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(-45)">
      <rect class="weave" width="7" height="7" />
      <line class="thread" x1="0" x2="0" y1="0" y2="7" />
    </pattern>
    <pattern id="hatch-late" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
      <rect class="weave" width="5" height="5" />
      <line class="thread" x1="0" x2="0" y1="0" y2="5" />
    </pattern>
  </defs>
</svg>`;
