// Started as a process of its own, to be killed while promtool imports what was recorded.
import { systemClock } from '../../core/index.ts';
import { openRecording } from '../local/open-recording.ts';

const [, , runId = '', promtool = ''] = process.argv;
const programs = { promtool, prometheus: 'none' };
const { signal } = new AbortController();
await openRecording({ runId, samples: '# EOF\n', programs, clock: systemClock, signal });
