import type { RunbookSuite } from '../../harness/index.ts';
import { monitoring } from './support/cano-collector-site.ts';
import { backupRehearsals } from './support/cano-collector-backup.ts';
import { cronJobRehearsals } from './support/cano-collector-cronjob.ts';
import { changeRehearsals } from './support/cano-collector-changes.ts';
import { releaseRehearsals } from './support/cano-collector-releases.ts';
import { ruleRehearsals, shellRehearsals } from './support/cano-collector-rules.ts';
import { checklistRehearsals } from './support/cano-collector-checklists.ts';
import { reviewRehearsals } from './support/cano-collector-reviews.ts';

/** The procedures of the documents 000 and 001. */
export const canoCollectorRunbooks: RunbookSuite = {
  site: monitoring,
  rehearsals: [
    ...reviewRehearsals,
    ...backupRehearsals,
    ...cronJobRehearsals,
    ...checklistRehearsals,
    ...changeRehearsals,
    ...releaseRehearsals,
    ...ruleRehearsals,
  ],
};

/** Those of them that need no cluster. */
export const canoCollectorShellRunbooks: RunbookSuite = { rehearsals: shellRehearsals };
