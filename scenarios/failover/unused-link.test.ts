import * as fs from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { canoCollector } from '../../fixtures/systems/cano-collector/system.ts';
import { writeReports } from '../../reports/index.ts';
import { disturbLink } from '../../harness/index.ts';
import type { Session } from '../../harness/compose/index.ts';
import type { DeliveryDrill, Toxic } from '../../harness/contract/index.ts';
import { openSuiteSession } from '../../harness/suite/open-suite-session.ts';

/** A collector that delivers to Slack alone, while the way to its webhook is disturbed. */
const drill = (toxic: Toxic): DeliveryDrill => ({
  id: `failover/unused-link/${toxic.kind}`,
  title: 'what is disturbed is on no way that the collector takes',
  system: canoCollector.name,
  case: 'positive',
  delivery: {
    subject: canoCollector,
    links: ['sink.webhook'],
    files: { 'destinations.yaml': 'destinations:\n  - { name: chat, type: slack, url: "${sink.slack}/hook" }\n' },
  },
  lowerBound: [],
  steps: [],
  accounts: [],
  async script({ stack, inject }) {
    const disturbed = await inject(disturbLink(stack, { to: 'sink.webhook', replica: 0, toxic }));
    await disturbed[Symbol.asyncDispose]();
  },
});

const drills = [drill({ kind: 'latency', latencyMs: 50 }), drill({ kind: 'timeout', timeoutMs: 100 })];
drills.push(drill({ kind: 'down' }));
const noTools = process.env['FIREDRILL_TOOLCHAIN'] === undefined;
const title = `a link that nobody takes${noTools ? ' (skipped: FIREDRILL_TOOLCHAIN is not set)' : ''}`;

describe.skipIf(noTools)(title, { timeout: 120_000 }, () => {
  let session: Session | undefined;

  beforeAll(async () => {
    session = await openSuiteSession({ drills: [], impossible: [], scripted: drills });
  }, 120_000);

  afterAll(async () => {
    if (session !== undefined) await writeReports(await session.finish(), session.folder, fs);
  }, 60_000);

  test.each(drills.map(({ id }) => id))('makes its drill errored: %s', async (id) => {
    if (session === undefined) throw new Error('the session did not open');
    const { verdict } = await session.run(id);
    expect(verdict.outcome).toBe('errored');
    expect(verdict.reasons.join()).toMatch(/^FAULT_INEFFECTIVE: .* of replica 0 to sink\.webhook disturbed nobody/);
  });
});
