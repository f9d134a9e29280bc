import { describe, expect, it } from 'vitest';
import { shareOfCpu } from './share-of-cpu.ts';

describe('a share of the CPU', () => {
  it('is of what is requested, and leaves the memory and the limits', () => {
    const limits = { memory: '512Mi', cpu: '500m' };
    const resources = { requests: { memory: '256Mi', cpu: '200m' }, limits };
    expect(shareOfCpu({ name: 'a', resources }, 0.4)).toEqual({
      name: 'a',
      resources: { requests: { memory: '256Mi', cpu: '80m' }, limits },
    });
  });

  it.for([
    [0.5, '200m'],
    ['1', '400m'],
    ['1m', '1m'],
  ])('of %j is %s', ([cpu, share]) => {
    expect(shareOfCpu({ resources: { requests: { cpu } } }, 0.4)).toEqual({ resources: { requests: { cpu: share } } });
  });

  it('is of nothing where nothing is requested', () => {
    for (const container of [{}, { resources: {} }, { resources: { requests: { memory: '1Gi' } } }])
      expect(shareOfCpu(container, 0.4)).toBe(container);
  });

  it.for(['much', '', 0, -1])('is refused of %j', (cpu) => {
    expect(() => shareOfCpu({ resources: { requests: { cpu } } }, 0.5)).toThrow('no quantity of CPU');
  });
});
