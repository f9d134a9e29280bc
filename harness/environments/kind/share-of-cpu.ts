import { HarnessError } from '../../core/index.ts';

type Quantities = Readonly<Record<string, unknown>>;
type Resources = { readonly requests?: Quantities };

/** Gives a container that requests a share of the CPU that it requested, in whole thousandths of a core; throws `CONFIG_INVALID`. */
export const shareOfCpu = (container: Readonly<Record<string, unknown>>, share: number): Record<string, unknown> => {
  const { requests, ...rest } = (container['resources'] ?? {}) as Resources;
  if (requests?.['cpu'] === undefined) return container;
  const cpu = `${Math.max(1, Math.round(thousandths(requests['cpu']) * share))}m`;
  return { ...container, resources: { ...rest, requests: { ...requests, cpu } } };
};

/** As Kubernetes writes them: 200m, or cores as a number or its text. */
const thousandths = (cpu: unknown): number => {
  const text = String(cpu);
  const value = text.endsWith('m') ? Number(text.slice(0, -1)) : Number(text) * 1_000;
  if (Number.isFinite(value) && value > 0) return value;
  throw new HarnessError('CONFIG_INVALID', { what: 'no quantity of CPU', expected: 'such as 200m or 0.5', got: text });
};
