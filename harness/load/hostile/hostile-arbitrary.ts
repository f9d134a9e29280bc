import fc from 'fast-check';
import type { Json } from './base-payload.ts';
import type { HostilePayload, TextEdit } from './hostile-payload.ts';
import type { TreeEdit } from './tree-edit.ts';

const names = [
  '__proto__',
  'constructor',
  'toString',
  'alerts',
  'labels',
  'status',
  'fingerprint',
  'a\nb',
  '\u001b[2J',
];
const dates = [
  '2026-02-30T00:00:00Z',
  '2026-01-05T24:00:00Z',
  '0000-01-01T00:00:00+23:59',
  '9999-12-31T23:59:59-23:59',
  '2026-01-05',
  '2026-01-05T08:00:00',
  `2026-01-05T08:00:00.${'9'.repeat(400)}Z`,
  '+275760-09-13T00:00:00.001Z',
  '2016-12-31T23:59:60Z',
];
const rawTokens = [
  ...['number:1e999', 'number:-1e999', 'number:1e-999', 'number:-0', 'number:18446744073709551616'],
  ...['token:NaN', 'token:undefined', 'token:01', 'token:tru'],
  ...['deep:10000', 'deepobject:10000'],
].map((token) => `@raw:${token}`);
const long = ['@raw:long:4096', '@raw:long:65536', '@raw:long:262144'];
const badBytes = [[0xff, 0xfe], [0xed, 0xa0, 0x80], [0xc0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0], [0xef, 0xbb, 0xbf]];

const texts = fc.oneof(
  { weight: 4, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
  { weight: 2, arbitrary: fc.constantFrom('\ud800', 'x\udc00y', '\u0000', '\r\nx: y', '\u2028', '\u202e', '', ' ') },
  { weight: 2, arbitrary: fc.constantFrom(...names) },
  { weight: 2, arbitrary: fc.constantFrom(...dates) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 300 }) },
);

const leaves: fc.Arbitrary<Json> = fc.oneof(
  { weight: 12, arbitrary: texts },
  { weight: 4, arbitrary: fc.constantFrom<Json>(null, true, false, [], {}, [[]], [null], { '': '' }) },
  { weight: 4, arbitrary: fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true })) },
  { weight: 2, arbitrary: fc.constantFrom(...rawTokens) },
  { weight: 1, arbitrary: fc.constantFrom(...long) },
);

const values: fc.Arbitrary<Json> = fc.oneof(
  { weight: 6, arbitrary: leaves },
  { weight: 1, arbitrary: fc.array(leaves, { maxLength: 4 }) },
  { weight: 1, arbitrary: fc.dictionary(texts, leaves, { maxKeys: 4 }) },
);

const at = fc.nat({ max: 4_000 });
const treeEdit: fc.Arbitrary<TreeEdit> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('remove'), at }) },
  { weight: 8, arbitrary: fc.record({ kind: fc.constant('set'), at, value: values }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('add'), at, key: texts, value: values }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('repeat'), at, times: fc.constantFrom(0, 2, 3, 50) }) },
);

const textEdit: fc.Arbitrary<TextEdit> = fc.oneof(
  fc.record({ kind: fc.constant('truncate'), at }),
  fc.record({ kind: fc.constant('insert'), at, bytes: fc.constantFrom(...badBytes) }),
  fc.record({ kind: fc.constant('insert'), at, bytes: fc.array(fc.nat({ max: 255 }), { minLength: 1, maxLength: 4 }) }),
  fc.record({ kind: fc.constant('repeat-key'), at, key: fc.constantFrom('status', 'alerts', 'labels', '__proto__') }),
);

const ids = fc.oneof(
  { weight: 20, arbitrary: fc.array(fc.nat({ max: 2 ** 31 - 1 }), { minLength: 1, maxLength: 3 }) },
  { weight: 2, arbitrary: fc.array(fc.nat({ max: 3 }), { minLength: 2, maxLength: 8 }) },
  { weight: 1, arbitrary: fc.array(fc.nat({ max: 2 ** 31 - 1 }), { minLength: 100, maxLength: 200 }) },
);

/** Valid webhooks that were broken in structure, text and bytes, some of them in no way; and bytes of no structure. */
export const hostileArbitrary: fc.Arbitrary<HostilePayload> = fc.oneof(
  {
    weight: 19,
    arbitrary: fc.record({
      kind: fc.constant('payload'),
      ids,
      tree: fc.array(treeEdit, { maxLength: 3 }),
      text: fc.oneof(
        { weight: 3, arbitrary: fc.constant([]) },
        { weight: 1, arbitrary: fc.array(textEdit, { maxLength: 2 }) },
      ),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('bytes'), bytes: fc.array(fc.nat({ max: 255 }), { maxLength: 300 }) }),
  },
);
