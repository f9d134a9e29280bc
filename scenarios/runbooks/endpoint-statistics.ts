import type { RunbookSuite } from '../../harness/index.ts';
import { endpointStatisticsAlerting } from './support/endpoint-statistics-alerting.ts';
import { endpointStatisticsLogs } from './support/endpoint-statistics-logs.ts';
import { endpointStatisticsSetup } from './support/endpoint-statistics-setup.ts';
import { endpointStatisticsTroubleshooting } from './support/endpoint-statistics-troubleshooting.ts';

/** The procedures of the document 002, as far as a shell, Prometheus and Alertmanager can rehearse them. */
export const endpointStatisticsRunbooks: RunbookSuite = {
  rehearsals: [
    ...endpointStatisticsSetup,
    ...endpointStatisticsAlerting,
    ...endpointStatisticsLogs,
    ...endpointStatisticsTroubleshooting,
  ],
};
