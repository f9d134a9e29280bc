import type { Capability, Environment } from '../contract/index.ts';

/** What of these an environment does not offer, once each. */
export const missingCapabilities = (needs: readonly Capability[], { capabilities }: Environment): Capability[] =>
  [...new Set(needs)].filter((need) => !capabilities.has(need));

/** Says that an environment has none of these, and why, where that is known. */
export const whyMissing = (missing: readonly Capability[], { name, lacking }: Environment): string => {
  const reasons = missing.flatMap((need) => lacking?.get(need) ?? []);
  const said = reasons.length === 0 ? '' : `: ${reasons.join('; ')}`;
  return `the environment ${name} has no ${missing.join(', ')}${said}`;
};
