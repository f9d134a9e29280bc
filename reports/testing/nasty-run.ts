import type { RunRecord } from '../../harness/contract/index.ts';
import { plainCheck } from './sample-bounds.ts';
import { sampleDrill } from './sample-drill.ts';
import { samplePlan } from './sample-plan.ts';
import { sampleRun } from './sample-run.ts';
import { sightingsOf } from './sample-sightings.ts';

/** Text that is markup in every format that a report is written in. */
export const nasty = `<script>alert("x")</script> | & ' ]]> --> \`code\` \u0000\u001b[31m \ud800 \ufffe\r\nnext`;

/** Builds a run in which every text that comes from outside is `nasty`. */
export const nastyRun = (): RunRecord => {
  const drill = sampleDrill({
    id: `alerts/${nasty}`,
    title: nasty,
    plan: samplePlan({ alertname: nasty, source: { document: nasty, section: nasty, lines: nasty }, aged: nasty }),
    sightings: sightingsOf(nasty, { pending: 1, firing: 2, notified: 3 }),
    failure: { code: nasty, message: nasty },
    logs: [{ program: nasty, tail: nasty }],
    verdict: {
      outcome: 'breached',
      reasons: [nasty],
      checks: [plainCheck(nasty, nasty, 'breached'), plainCheck(nasty, nasty)],
      finding: { id: nasty, documented: nasty, shown: nasty, drill: nasty, proven: true },
    },
  });
  const impossible = [{ id: nasty, system: nasty, alertId: nasty, case: 'positive' as const, reason: nasty }];
  return sampleRun([drill], { impossible, defect: nasty, interrupted: nasty, tools: { [nasty]: nasty } });
};
