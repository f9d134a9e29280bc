import type { LoadedRules } from '../rules/index.ts';

/** What is documented of a system that runs already. */
export type Described = {
  readonly name: string;
  /** The `job` label under which it is scraped. */
  readonly job: string;
  readonly metricsPath: string;
  readonly healthPath: string;
  readonly rules: readonly LoadedRules[];
  /** The documented configuration of Alertmanager, whose receivers each alert has to reach; none where none is documented. */
  readonly tree?: string;
};

export type DescribedRule = {
  readonly alert: string;
  readonly expr: string;
  readonly forMs: number;
  readonly keepFiringForMs: number;
  /** With those of its group. */
  readonly labels: Readonly<Record<string, string>>;
  /** File and line. */
  readonly where: string;
};

/** The alerting rules of a system, in the order in which they are documented. */
export const alertsOf = ({ rules }: Pick<Described, 'rules'>): DescribedRule[] =>
  rules.flatMap(({ path, groups }) =>
    groups.flatMap((group) =>
      group.rules.flatMap(({ alert, expr, forMs, keepFiringForMs, labels, line }) =>
        alert === undefined
          ? []
          : [
              {
                alert,
                expr,
                forMs,
                keepFiringForMs,
                labels: { ...group.labels, ...labels },
                where: `${path}:${line}`,
              },
            ],
      ),
    ),
  );
