import type { Rehearsal } from '../../../harness/index.ts';
import { accepted, refused, run, step } from './forms.ts';
import { scrapes, stackFiles, startExporter, startPrometheus, starts, fillIn } from './local-stack.ts';
import { inPods, podFiles } from './stand-in-pods.ts';

const collecting = [
  starts(
    'Prometheus collects in a pod of a Deployment',
    startExporter(),
    fillIn,
    startPrometheus('--web.enable-admin-api', { data: 'pods/prometheus-5c9f7d8b6d-q4x2m/prometheus' }),
  ),
  inPods,
  run('there are samples', `./ask.sh 'count_over_time(freightliner_jobs_active[1m])'`, accepted('^([3-9]|\\d\\d)$'), {
    withinMs: 20_000,
  }),
  run('the last of them is known', `./ask.sh 'timestamp(freightliner_jobs_active)' > last && test -s last`, accepted()),
];
const files = {
  ...stackFiles,
  ...podFiles,
  'prometheus.yml': scrapes('freightliner'),
  'nothing.yml': 'global: {scrape_interval: 1h}\n',
  'page/metrics': '# TYPE freightliner_jobs_active gauge\nfreightliner_jobs_active 7\n',
};
/** Takes a snapshot by the API and packs it where nothing changes any more. */
const snapshot = `port=$(cat services/prometheus)
name=$(curl -sf -X POST "http://127.0.0.1:$port/api/v1/admin/tsdb/snapshot" | jq -er .data.name) &&
kubectl exec -n monitoring deployment/prometheus -- tar czf /tmp/backup.tar.gz -C /prometheus/snapshots "$name" &&
kubectl cp "monitoring/$(kubectl get pods -l app=prometheus -o name | sed s,pod/,,):/tmp/backup.tar.gz" ./prometheus-backup.tar.gz &&
kubectl exec -n monitoring deployment/prometheus -- rm -r /tmp/backup.tar.gz "/prometheus/snapshots/$name"`;
const intoAnother = `mkdir restored && tar xzf prometheus-backup.tar.gz -C restored --strip-components=1`;
const asksAt = `port=$(cat services/second); curl -sfG "http://127.0.0.1:$port/api/v1/query" --data-urlencode query=freightliner_jobs_active --data "time=$(cat last)" | jq -r '.data.result[].value[1]'`;
const samplesAreBack = [
  run(
    'another Prometheus has the sample from its data',
    `test -d restored && { test -s services/second || ${startPrometheus('', { name: 'second', data: 'restored', config: 'nothing.yml' })}; } && ${asksAt}`,
    accepted('^7$'),
  ),
];

/** Stands for Grafana: a folder, two dashboards, and a key without which it gives nothing. */
const grafana = `import http.server, json
class Grafana(http.server.BaseHTTPRequestHandler):
    def answer(self, status, body):
        self.send_response(status)
        self.end_headers()
        self.wfile.write(json.dumps(body).encode())
    def do_GET(self):
        kinds = {'f': 'dash-folder', 'a': 'dash-db', 'b': 'dash-db'}
        path, _, query = self.path.partition('?')
        if self.headers['Authorization'] != 'Bearer your-api-key': self.answer(401, {'message': 'Invalid API key'})
        elif path == '/api/search':
            self.answer(200, [{'uid': uid, 'type': kind} for uid, kind in kinds.items() if query in ('', f'type={kind}')])
        elif kinds.get(path.rsplit('/', 1)[-1]) == 'dash-db':
            self.answer(200, {'dashboard': {'uid': path[-1], 'title': f'Dashboard {path[-1]}', 'panels': []}})
        else: self.answer(404, {'message': 'Dashboard not found'})
server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Grafana)
print(f'Serving HTTP on 127.0.0.1 port {server.server_port} ', flush=True)
server.serve_forever()
`;
const oneFileEach: readonly (readonly [string, string])[] = [
  ['/api/search', "'/api/search?type=dash-db'"],
  ["http://localhost:3000'/api", "'http://localhost:3000/api"],
  [
    '  xargs -I {} curl -H "Authorization: Bearer $GRAFANA_API_KEY" \\\n  http://localhost:3000/api/dashboards/uid/{} > backup-{}.json',
    'GRAFANA_API_KEY="$GRAFANA_API_KEY" xargs -I {} sh -c \'curl -f -H "Authorization: Bearer $GRAFANA_API_KEY" http://localhost:3000/api/dashboards/uid/{} > backup-{}.json\'',
  ],
];

/** Procedures that keep data, or bring it back. */
export const freightlinerBackups: readonly Rehearsal[] = [
  {
    procedure: 'freightliner.proc.backup.prometheus',
    tools: ['prometheus', 'python3', 'jq'],
    findings: ['freightliner.defect.workload-kind'],
    files,
    before: collecting,
    good: samplesAreBack,
    documented: [
      step(1, refused('NotFound.*"prometheus-0" not found')),
      step(2, refused('NotFound.*"prometheus-0" not found')),
    ],
    corrected: [
      run('a snapshot is packed and copied out', snapshot, accepted()),
      run('nothing of it is left in the pod', 'find pods -name "*.tar.gz" -o -path "*/snapshots/*"', {
        status: 'accepted',
        saysNot: 'pods',
      }),
      run('it is unpacked elsewhere', intoAnother, accepted()),
    ],
  },
  {
    procedure: 'freightliner.proc.backup.restore',
    tools: ['prometheus', 'promtool', 'python3', 'jq'],
    findings: ['freightliner.defect.restore-missing'],
    files,
    before: [...collecting, run('there is a backup', snapshot, accepted())],
    fault: {
      title: 'the data is gone',
      run: 'rm -rf pods/prometheus-*/prometheus/*',
      seen: run('nothing is left of it', 'find pods -path "*/prometheus/*" -name "0*" -size +0', {
        status: 'accepted',
        saysNot: 'pods',
      }),
    },
    good: samplesAreBack,
    documented: [],
    corrected: [
      run('the newest backup is unpacked', intoAnother, accepted()),
      run('its blocks are whole', 'promtool tsdb list restored', accepted('^01[0-9A-Z]{24} ')),
    ],
  },
  {
    procedure: 'freightliner.proc.backup.grafana',
    tools: ['python3', 'jq', 'xargs'],
    findings: ['freightliner.defect.grafana-export-single-file', 'freightliner.defect.grafana-export-scope'],
    files: { ...stackFiles, 'grafana.py': grafana },
    before: [
      starts(
        'a stand-in for Grafana has two dashboards and a folder',
        './start.sh grafana / python3 grafana.py',
        './reach.sh grafana localhost:3000',
      ),
    ],
    good: [
      run(
        'there is a file for each dashboard, which can be imported',
        'for file in backup-*.json; do jq -ers --arg file "$file" \'if length == 1 then "\\($file) \\(.[0].dashboard.title)" else error("\\(length) values") end\' "$file" || exit 1; done',
        accepted('^backup-a.json Dashboard a\\sbackup-b.json Dashboard b$'),
      ),
    ],
    documented: [
      step(1, accepted()),
      run(
        'all of it is in one file, with an error',
        "ls backup-*; cat 'backup-{}.json'",
        accepted('^backup-\\{\\}.json$.*Dashboard not found'),
      ),
    ],
    corrected: [
      step(1, accepted(), { file: 'export.sh', run: 'bash -o pipefail export.sh', replace: oneFileEach }),
      run(
        'a key that has expired is no backup',
        "mkdir other && cd other && sed 's/your-api-key/expired/' ../export.sh | bash -o pipefail",
        { status: 'refused' },
      ),
    ],
  },
];
