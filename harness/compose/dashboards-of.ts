import type { Dashboard, Scenario } from '../contract/index.ts';

/** The documented dashboards of the systems whose alerts are drilled, each once. */
export const dashboardsOf = ({ drills }: Pick<Scenario, 'drills'>): { system: string; dashboard: Dashboard }[] => {
  const systems = new Map(drills.map(({ system }) => [system.name, system]));
  return [...systems.values()].flatMap(({ name, dashboards = [] }) =>
    dashboards.map((dashboard) => ({ system: name, dashboard })),
  );
};
