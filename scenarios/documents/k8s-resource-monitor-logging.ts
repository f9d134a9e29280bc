import type { DocumentSuite } from '../../harness/index.ts';
import { changed, lines, shell } from './forms.ts';

const logging = lines('003', '162-194', { within: { after: "logging.info('Сбор')\nprint(open('app.log').read())\n" } });

/** What the documented logging of k8s-resource-monitor writes when it is run. */
export const k8sResourceMonitorLogging: DocumentSuite = {
  checks: [
    {
      finding: 'k8smon.defect.log-details',
      shows: 'the timestamp has no zone and Cyrillic is escaped; with both set it reads as written',
      documented: shell(
        { program: 'python3', script: logging },
        { status: 'accepted', says: '\\.\\d+", .*\\\\u0421', saysNot: 'Сбор' },
      ),
      corrected: shell(
        {
          program: 'python3',
          script: changed(
            logging,
            ['from datetime import datetime', 'from datetime import datetime, timezone'],
            ['datetime.utcnow()', 'datetime.now(timezone.utc)'],
            ['json.dumps(log_entry)', 'json.dumps(log_entry, ensure_ascii=False)'],
          ),
        },
        { status: 'accepted', says: '\\+00:00", .*Сбор' },
      ),
    },
    {
      finding: 'k8smon.defect.log-path-mismatch',
      shows: 'no file is below logs/, which the shippers read; with the path it is',
      documented: shell(
        {
          program: 'python3',
          script: {
            ...logging,
            within: {
              before: "import os\nos.makedirs('logs')\n",
              after: "logging.info('x')\nprint(sorted(os.listdir('logs')))\n",
            },
          },
        },
        { status: 'accepted', says: '^\\[\\]$' },
      ),
      corrected: shell(
        {
          program: 'python3',
          script: {
            ...changed(logging, ["FileHandler('app.log')", "FileHandler('logs/app.log')"]),
            within: {
              before: "import os\nos.makedirs('logs')\n",
              after: "logging.info('x')\nprint(sorted(os.listdir('logs')))\n",
            },
          },
        },
        { status: 'accepted', says: "^\\['app.log'\\]$" },
      ),
    },
  ],
};
