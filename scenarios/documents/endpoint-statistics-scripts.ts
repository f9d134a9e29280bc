import type { DocumentSuite } from '../../harness/index.ts';
import { lines, shell } from './forms.ts';

const kubectl = { 'stubs/kubectl': '#!/bin/sh\necho "$*"\n' };
const status = lines('002', '787-788');
const relabelled = lines('002', '432', { within: { after: '' } });
const keeps = `pattern=$(sed -n "s/.*regex: '\\(.*\\)'.*/\\1/p" relabelling); echo database_query_duration_seconds_sum | grep -Ex "$pattern"`;
const decode = "sed -n 's/.*admin-password: //p' secret | base64 -d";

/** What the documented commands and values of endpoint-statistics come to. */
export const endpointStatisticsScripts: DocumentSuite = {
  checks: [
    {
      finding: 'epstats.defect.grafana-default-password',
      shows: 'the documented secret decodes to "admin"; a random one does not',
      documented: shell(
        { program: 'sh', script: decode, files: { secret: lines('002', '329') } },
        { status: 'accepted', says: '^admin$' },
      ),
      corrected: shell(
        {
          program: 'sh',
          script: decode,
          files: { secret: lines('002', '329', { replace: [['YWRtaW4=', 'azNqOHNmMnE=']] }) },
        },
        { status: 'accepted', saysNot: '^admin$' },
      ),
    },
    {
      finding: 'epstats.defect.grafana-env-expansion',
      shows: "the operator's shell expands the password to nothing; quoted for the container's it stays",
      documented: shell(
        { program: 'sh', script: status, files: kubectl },
        { status: 'accepted', says: 'admin:@localhost' },
      ),
      corrected: shell(
        { program: 'sh', script: { ...status, replace: [['${GF', '\\${GF']] }, files: kubectl },
        { status: 'accepted', says: 'admin:\\$\\{GF_SECURITY_ADMIN_PASSWORD\\}@' },
      ),
    },
    {
      finding: 'epstats.defect.database-metric-dropped',
      shows: 'the pattern of what is kept does not match the metric of the panel; with its name it does',
      documented: shell({ program: 'sh', script: keeps, files: { relabelling: relabelled } }, { status: 1 }),
      corrected: shell(
        {
          program: 'sh',
          script: keeps,
          files: { relabelling: lines('002', '432', { replace: [['|process_', '|database_.*|process_']] }) },
        },
        { status: 'accepted', says: 'database_query' },
      ),
    },
  ],
};
