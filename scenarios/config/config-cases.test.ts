import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { deliveryWithVariant } from '../../harness/compose/with-variant.ts';
import type { Session } from '../../harness/compose/index.ts';
import type { DeliveryDrill, StepFact } from '../../harness/contract/index.ts';
import { openSuiteSession, root } from '../../harness/suite/open-suite-session.ts';
import { configDrill } from './cano-collector.ts';
import type { ConfigCase } from './support/config-case.ts';
import { configCases } from './support/config-cases.ts';

type Broken = { readonly configCase: ConfigCase; readonly variant: string; readonly step: string };

/** Every case on each of its variants. */
const every: readonly Broken[] = configCases.flatMap((configCase) =>
  Object.entries(configCase.brokenBy).map(([variant, step]) => ({ configCase, variant, step })),
);

/** Every case on one of its variants: on the one that the cases before it use least. */
const oneEach = (): readonly Broken[] => {
  const uses = new Map<string, number>();
  return configCases.flatMap(({ name }) => {
    const own = every.filter(({ configCase }) => configCase.name === name);
    const [chosen] = own.toSorted((a, b) => (uses.get(a.variant) ?? 0) - (uses.get(b.variant) ?? 0));
    if (chosen === undefined) return [];
    uses.set(chosen.variant, (uses.get(chosen.variant) ?? 0) + 1);
    return [chosen];
  });
};

const broken = process.env['FIREDRILL_EVERY'] === '1' ? every : oneEach();
const idOf = ({ configCase: { name }, variant }: Broken): string => `config/${name}/${variant}`;

/** The drill on the variant, which ends at the first step that is not as expected. */
const asBroken = (each: Broken): DeliveryDrill => {
  const drill = deliveryWithVariant(configDrill(each.configCase), each.variant);
  const end = new Error('the first breach');
  return {
    ...drill,
    id: idOf(each),
    script: async ({ record, ...context }) => {
      const untilBreach = (fact: StepFact): void => {
        record(fact);
        if (!holds(fact)) throw end;
      };
      await drill.script({ ...context, record: untilBreach }).catch((error: unknown) => {
        if (error !== end) throw error;
      });
    },
  };
};

const holds = ({ expected, got, within }: StepFact): boolean =>
  expected === got &&
  (within === undefined || (within.gotMs ?? Infinity) <= within.latestMs) &&
  (within?.gotMs ?? Infinity) >= (within?.earliestMs ?? 0);

let session: Session | undefined;

beforeAll(async () => {
  session = await openSuiteSession({ drills: [], impossible: [], scripted: broken.map(asBroken) }, 'config');
}, 600_000);

afterAll(async () => {
  await session?.finish();
}, 60_000);

test('every case has a variant that breaches it, every variant of the matrix is used, and no other', () => {
  const text = readFileSync(join(root, 'collector-under-test/defects/matrix.yaml'), 'utf8');
  const { configuration } = parse(text) as { configuration: string[] };
  expect([...new Set(broken.map(({ variant }) => variant))].sort()).toEqual(configuration.sort());
  expect(new Set(broken.map(({ configCase }) => configCase.name))).toEqual(
    new Set(configCases.map(({ name }) => name)),
  );
});

describe.concurrent('a broken variant breaches the case where it must show', () => {
  test.each(broken.map((each) => [idOf(each), each.step] as const))('%s', { timeout: 600_000 }, async (id, step) => {
    if (session === undefined) throw new Error('the session did not open');
    const { verdict } = await session.run(id);
    const breached = verdict.checks.filter(({ outcome }) => outcome === 'breached');
    expect(
      breached.map(({ name }) => name),
      verdict.reasons.join('\n'),
    ).toEqual([step]);
  });
});
