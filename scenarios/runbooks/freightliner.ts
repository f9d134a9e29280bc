import type { RunbookSuite } from '../../harness/index.ts';
import { freightlinerBackups } from './support/freightliner-backup.ts';
import { freightlinerChanges } from './support/freightliner-changes.ts';
import { freightlinerDeployment } from './support/freightliner-deployment.ts';
import { freightlinerPlanning } from './support/freightliner-planning.ts';
import { freightlinerReviews } from './support/freightliner-reviews.ts';
import { freightlinerTroubleshooting } from './support/freightliner-troubleshooting.ts';

/** The procedures of the document 004, as far as a shell, Prometheus and Alertmanager can rehearse them. */
export const freightlinerRunbooks: RunbookSuite = {
  rehearsals: [
    ...freightlinerDeployment,
    ...freightlinerPlanning,
    ...freightlinerChanges,
    ...freightlinerTroubleshooting,
    ...freightlinerBackups,
    ...freightlinerReviews,
  ],
};
