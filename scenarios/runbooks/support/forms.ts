import type { Rehearsal } from '../../../harness/index.ts';

type Act = Rehearsal['documented'][number];
type Expect = Act['expect'];
type More = Omit<Act, 'step' | 'expect'>;

/** A documented step as it is written, and what it must come to. */
export const step = (number: number, expect: Expect, more: More = {}): Act => ({ step: number, expect, ...more });

/** Commands of the rehearsal's own, and what they must come to. */
export const run = (title: string, commands: string, expect: Expect, more: Omit<More, 'run' | 'title'> = {}): Act => ({
  title,
  run: commands,
  expect,
  ...more,
});

/** It ends with 0, and says this where something is named. */
export const accepted = (says?: string): Expect => ({ status: 'accepted', ...(says === undefined ? {} : { says }) });

/** It does not end with 0, and says this. */
export const refused = (says: string): Expect => ({ status: 'refused', says });
