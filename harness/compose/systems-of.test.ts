import { expect, test } from 'vitest';
import { systemsOf } from './systems-of.ts';
import { deliveryDrill, drill, scenario, scriptedDrill, system } from './testing/drills.ts';

test('gives the system of each drill, also of those of deliveries, and none for Alertmanager alone', () => {
  const drills = scenario(drill('alerts/shop-down'), drill('alerts/shop-slow'));
  const delivery = deliveryDrill('slo/steady', { delivery: { subject: system('till') } });
  const systems = systemsOf({ ...drills, scripted: [scriptedDrill('routing/silence'), delivery] });
  expect(systems.map(({ name }) => name)).toEqual(['shop', 'shop', 'till']);
  expect(systemsOf(scenario())).toEqual([]);
});
