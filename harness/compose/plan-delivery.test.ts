import { describe, expect, it } from 'vitest';
import type { DeliveryDrill, LoadShape, System } from '../contract/index.ts';
import { planDelivery } from './plan-delivery.ts';
import { deliveryDrill, system } from './testing/drills.ts';

const load: LoadShape = { profile: 'steady', alertsPerSecond: 200, durationMs: 60_000, alertsPerRequest: 20 };
const subject = system('shop');
const planOf = (change: Partial<DeliveryDrill>, options: Partial<Parameters<typeof planDelivery>[1]> = {}) =>
  planDelivery(deliveryDrill('slo/steady', change), { speed: 60, seed: 1, ...options });
const onSetup = (setup: Partial<DeliveryDrill['delivery']>, change: Partial<DeliveryDrill> = {}) =>
  planOf({ delivery: { subject, ...setup }, ...change });

describe('the plan of a drill of deliveries', () => {
  it('compresses nothing, whatever speed is asked for', () => {
    const { plan } = planOf({ load });
    expect(plan.speed).toEqual({ requested: 60, effective: 1, decidedBy: 'the drill, whose times are real' });
    expect(plan.rewrites).toEqual([]);
  });

  it('has what its record is judged by: its steps, its accounts and its finding', () => {
    const finding = { id: 'x.defect.y', documented: 'it arrives', shown: 'it does not' };
    const { plan } = planOf({ steps: ['it holds'], accounts: ['before', 'after'], finding, case: 'finding' });
    expect(plan).toMatchObject({
      id: 'slo/steady',
      system: 'shop',
      case: 'finding',
      finding,
      steps: ['it holds'],
      accounts: ['before', 'after'],
    });
  });

  it('waits at least for its load and what it names beside it, and has its time four times and two minutes', () => {
    const outage = { name: 'outage', earliestMs: 10_000, latestMs: 12_000 };
    const { plan } = planOf({ load, lowerBound: [outage] });
    expect(plan.lowerBound).toEqual({
      ms: 70_000,
      terms: [{ name: 'load', earliestMs: 60_000, latestMs: 60_000 }, outage],
    });
    expect(plan.timeoutMs).toBe(72_000 * 4 + 120_000);
  });

  it('sends its load with what the command line changes, and waits for that', () => {
    const changed = planOf({ load }, { load: { alertsPerSecond: 50, durationMs: 5_000 } });
    const shape = { profile: 'steady', alertsPerSecond: 50, durationMs: 5_000, alertsPerRequest: 20 };
    expect(changed.shape).toEqual(shape);
    expect(changed.plan).toMatchObject({ load: shape, lowerBound: { ms: 5_000 } });
  });

  it('has no load where the drill has none, whatever the command line changes', () => {
    const { shape, plan } = planOf({}, { load: { alertsPerSecond: 50 } });
    expect(shape).toBeUndefined();
    expect(plan).not.toHaveProperty('load');
    expect(plan.lowerBound).toEqual({ ms: 0, terms: [] });
  });

  it('gives each drill a chance of its own, which is the same for the same seed', () => {
    const seedOf = (id: string, seed: number): number => {
      const { delivery } = planDelivery(deliveryDrill(id), { speed: 1, seed });
      return delivery.seed;
    };
    expect(seedOf('slo/steady', 1)).toBe(seedOf('slo/steady', 1));
    expect(new Set([seedOf('slo/steady', 1), seedOf('slo/spike', 1), seedOf('slo/steady', 2)]).size).toBe(3);
  });

  it('runs what the drill says on what it says, as itself', () => {
    const own = deliveryDrill('slo/steady', { delivery: { subject, replicas: 2 }, weight: { cpu: 2, memoryMb: 9 } });
    const { delivery, script, weight } = planDelivery(own, { speed: 1, seed: 1 });
    expect(delivery).toMatchObject({ drill: 'slo/steady', subject, replicas: 2, loaded: false });
    expect(script).toBe(own.script);
    expect(weight).toEqual({ cpu: 2, memoryMb: 9 });
    expect(planOf({}).weight).toEqual({ cpu: 0.5, memoryMb: 400 });
  });

  it('says what of the documented CPU its replicas have, at any speed', () => {
    expect(onSetup({ cpuShare: 0.4 }).plan.rewrites).toEqual([
      { where: 'Deployment › resources › requests › cpu', from: '100 %', to: '40 %' },
    ]);
  });

  it('sends to where the system takes alerts, or to its root', () => {
    const rootOnly: System = { ...subject };
    delete rootOnly.ingestPath;
    expect(planOf({}).ingestPath).toBe('/api/alerts');
    expect(onSetup({ subject: rootOnly }).ingestPath).toBe('/');
  });
});

describe('what a drill of deliveries needs', () => {
  it('is replicas alone where it sends nothing and has nothing between', () => {
    expect(onSetup({ database: false, links: [] }).needs).toEqual(['replicas']);
  });

  const { start } = subject;
  it.each<[string, Partial<DeliveryDrill['delivery']>, string]>([
    ['a database', { database: true }, 'database'],
    ['a disk of its own', { dataDiskMb: 8 }, 'small-file-system'],
    ['links', { links: ['sink.webhook'] }, 'tool:toxiproxy-server'],
    ['Alertmanager before it', { alertmanager: 'route: {}' }, 'tool:alertmanager'],
    ['a system that speaks to Kubernetes', { subject: { ...subject, kubernetes: { pods: [] } } }, 'kubernetes-api'],
    [
      'a system that needs a tool',
      { subject: { ...subject, dependencies: [{ name: 'metrics', tool: 'kube-state-metrics', start }] } },
      'tool:kube-state-metrics',
    ],
  ])('is also what stands for %s', (_, setup, need) => {
    expect(onSetup(setup).needs).toEqual(['replicas', need]);
  });

  it('is also the generator of its load', () => {
    expect(onSetup({}, { load }).needs).toEqual(['replicas', 'tool:k6']);
  });

  it('is no tool for a dependency with a command of its own', () => {
    const withCommand = { ...subject, dependencies: [{ name: 'registry', start }] };
    expect(onSetup({ subject: withCommand }).needs).toEqual(['replicas']);
  });
});
