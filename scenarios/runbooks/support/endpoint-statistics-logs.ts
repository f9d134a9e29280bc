import type { Rehearsal } from '../../../harness/index.ts';
import { accepted, run, step } from './forms.ts';

/** Asks documents as Elasticsearch does the documented queries: all terms hold, of words, of wildcards, or of ranges. */
const search = `import fnmatch, json, shlex, sys
documents = [json.loads(line) for line in open('documents')]
def field(document, name):
    for part in name.split('.'): document = document.get(part) if isinstance(document, dict) else None
    return document
def holds(document, term):
    name, _, wanted = term.partition(':')
    value = field(document, name)
    if value is None: return False
    if wanted.startswith('>'): return float(value) > float(wanted[1:])
    return fnmatch.fnmatchcase(str(value), wanted)
for query in open('queries'):
    query = query.strip()
    if query == '' or query.startswith('#'): continue
    terms = [' '.join(shlex.split(term)) for term in query.split(' AND ')]
    hits = [each for each in documents if all(holds(each, term) for term in terms)]
    print(f'{terms[-1]}: {len(hits)} of {len(documents)}')
`;
/** What the API logs, a line of JSON each, as the container's runtime writes it down. */
const logged = [
  { level: 'ERROR', path: '/api/stats', user_id: '12345', message: 'no answer' },
  { level: 'INFO', path: '/api/stats', user_id: '12345', message: 'served' },
  { level: 'INFO', path: '/api/stats', user_id: '678', message: 'slow query of totals', duration: 1500 },
  { level: 'INFO', path: '/api/stats', user_id: '678', message: 'query of totals', duration: 15 },
];
const runtime = logged
  .map(
    (each) =>
      `${JSON.stringify({ log: `${JSON.stringify(each)}\n`, stream: 'stdout', time: '2024-05-01T10:00:00Z' })}\n`,
  )
  .join('');
const labelled = `.kubernetes = {labels: {app: "flask-api"}}`;
const found = (errors: number, user: number, slow: number): string =>
  `^path:/api/stats: ${errors} of 4$\\s^user_id:12345: ${user} of 4$\\s^duration:>1000: ${slow} of 4$`;

/** Procedures about logs. */
export const endpointStatisticsLogs: readonly Rehearsal[] = [
  {
    procedure: 'epstats.proc.log-analysis',
    tools: ['python3', 'jq'],
    findings: ['epstats.defect.log-queries-fields'],
    files: { 'search.py': search, runtime },
    documented: [
      run(
        'a line is parsed once, as the documented source does',
        `jq -c '${labelled}' runtime > documents`,
        accepted(),
      ),
      step(2, accepted(found(0, 0, 0)), { file: 'queries', run: 'python3 search.py' }),
    ],
    corrected: [
      run(
        'what the API wrote is parsed too',
        `jq -c '(.log | fromjson) + del(.log) | ${labelled}' runtime > documents`,
        accepted(),
      ),
      step(2, accepted(found(1, 2, 1)), { file: 'queries', run: 'python3 search.py' }),
    ],
  },
  {
    procedure: 'epstats.proc.logging-setup',
    cannot: 'needs Fluentd with its plug-ins on nodes, and Elasticsearch',
    documented: [],
  },
  {
    procedure: 'epstats.proc.troubleshoot.log-collection',
    cannot: 'needs Fluentd on two nodes, whose pods and logs it looks at',
    documented: [],
  },
];
