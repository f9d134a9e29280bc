import { expect, test } from 'vitest';
import { plan } from '../engine/testing/events.ts';
import type { EventBody } from '../contract/index.ts';
import { Progress } from './progress.ts';
import { capture } from './testing/captured.ts';

const id = 'alerts/shop-down';
const events: readonly EventBody[] = [
  { type: 'drill-planned', drill: id, plan: plan(id) },
  { type: 'drill-started', drill: id },
  { type: 'drill-skipped', drill: id, reason: 'the run was interrupted by SIGINT' },
];

test('writes a plain line where a drill begins and where it ends, without a terminal', () => {
  const { surroundings, written } = capture();
  using progress = new Progress(surroundings);
  events.forEach((event, seq) => progress.event({ seq, at: 1_000, ...event }));
  const lines = written.err.trimEnd().split('\n');
  expect(lines[0]).toBe(`begins        ${id}, at most 60 s`);
  expect(lines[1]).toMatch(new RegExp(`^skipped +${id}.*interrupted by SIGINT`));
  expect(lines).toHaveLength(2);
  expect(written.err).not.toContain('\u001B');
});
