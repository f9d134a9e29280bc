import type { Rehearsal } from '../../../harness/index.ts';
import { apiFiles, startApi } from './endpoint-statistics-exporter.ts';
import { accepted, run, refused, step } from './forms.ts';
import { startPrometheus, starts } from './local-stack.ts';
import { inPods, podFiles } from './stand-in-pods.ts';

const keeping = (regex: string): string => `global: {scrape_interval: 1s}
scrape_configs:
  - job_name: flask-api
    static_configs: [{targets: ['127.0.0.1:EXPORTER']}]
    metric_relabel_configs: [{source_labels: [__name__], regex: '${regex}', action: keep}]
`;
const documentedKeep = 'http_requests_total|http_request_duration_seconds.*|process_.*';
const fillIn = 'sed -i "s/EXPORTER/$(cat services/exporter)/" prometheus.yml';
/** Asks each panel's query of a dashboard, and says how many series it has. */
const panels = `#!/bin/bash
jq -r '(.dashboard // .).panels[] | [.title, .targets[0].expr] | @tsv' "$1" | while IFS=$'\\t' read -r title expr; do
  echo "$title: $(curl -sfG http://prometheus:9090/api/v1/query --data-urlencode "query=$(printf '%b' "$expr")" | jq '.data.result | length')"
done
`;
const atPrometheus = './reach.sh prometheus prometheus:9090';
/** Stands for Grafana: one user, one data source. */
const grafana = `import base64, http.server, json
class Grafana(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        known = self.headers['Authorization'] == 'Basic ' + base64.b64encode(b'admin:k3j8sf2q').decode()
        self.send_response(200 if known else 401)
        self.end_headers()
        body = [{'name': 'Prometheus', 'url': 'http://prometheus:9090'}] if known else {'message': 'Invalid username or password'}
        self.wfile.write(json.dumps(body).encode())
server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Grafana)
print(f'Serving HTTP on 127.0.0.1 port {server.server_port} ', flush=True)
server.serve_forever()
`;
const pod = 'pods/grafana-7f6b8c9d54-t2v8n';
const asked = 'curl -s http://admin:${GF_SECURITY_ADMIN_PASSWORD}@localhost:3000/api/datasources';
const series = (name: string, count: string): string => `^${name}: ${count}$.*`;

/** Procedures that show what there is, and find out why it is not. */
export const endpointStatisticsTroubleshooting: readonly Rehearsal[] = [
  {
    procedure: 'epstats.proc.dashboard-import',
    tools: ['prometheus', 'python3', 'jq'],
    findings: ['epstats.defect.dashboard-wrapper', 'epstats.defect.database-metric-dropped'],
    files: { ...apiFiles, 'panels.sh': panels, 'prometheus.yml': keeping(documentedKeep) },
    before: [
      starts(
        'Prometheus collects the API, and keeps what the document keeps',
        startApi,
        fillIn,
        startPrometheus('--web.enable-lifecycle'),
        atPrometheus,
      ),
    ],
    documented: [
      step(
        1,
        accepted(
          series('Request Rate by Endpoint', '1') +
            series('Response Time \\(P95\\) by Endpoint', '1') +
            series('Error Rate by Status Code', '1') +
            '^Database Query Time: 0$',
        ),
        {
          file: 'dashboard.json',
          run: './panels.sh dashboard.json',
          withinMs: 30_000,
        },
      ),
      run('as a file for provisioning it has no title', 'jq -e .title dashboard.json', refused('^null$')),
    ],
    corrected: [
      run(
        'the metrics of the database are kept too',
        `sed -i 's/|process_/|database_.*|process_/' prometheus.yml && curl -sf -X POST http://prometheus:9090/-/reload`,
        accepted(),
      ),
      step(
        1,
        accepted(
          series('Request Rate by Endpoint', '1') +
            series('Response Time \\(P95\\) by Endpoint', '1') +
            series('Error Rate by Status Code', '1') +
            '^Database Query Time: 1$',
        ),
        {
          file: 'api.json',
          run: `jq '.dashboard | .panels[].type = "timeseries"' api.json > dashboard.json && ./panels.sh dashboard.json`,
          withinMs: 30_000,
        },
      ),
      run(
        'as a file for provisioning it has a title',
        'jq -e .title dashboard.json',
        accepted('Endpoint Statistics Overview'),
      ),
      run('its panels are of a kind that there is', 'jq -r ".panels[].type" dashboard.json', {
        status: 'accepted',
        says: '^timeseries$',
        saysNot: 'graph|null',
      }),
    ],
  },
  {
    procedure: 'epstats.proc.troubleshoot.prometheus-scraping',
    tools: ['prometheus', 'jq'],
    findings: ['epstats.defect.curl-prometheus-host'],
    files: { ...apiFiles, 'prometheus.yml': keeping('.*').replace('EXPORTER', '1') },
    before: [
      starts(
        'Prometheus has a target that does not answer, and its port is forwarded',
        startPrometheus(),
        './reach.sh prometheus localhost:9090',
      ),
    ],
    documented: [step(1, { status: 'accepted', says: '^$', saysNot: '\\S' })],
    corrected: [
      step(1, accepted('"lastError": ".*connection refused".*"health": "down"'), {
        replace: [['prometheus:9090', 'localhost:9090']],
        withinMs: 20_000,
      }),
    ],
  },
  {
    procedure: 'epstats.proc.troubleshoot.grafana-connection',
    tools: ['python3'],
    findings: ['epstats.defect.grafana-env-expansion'],
    files: {
      ...apiFiles,
      ...podFiles,
      'grafana.py': grafana,
      [`${pod}/programs/curl`]: '',
      [`${pod}/programs/sh`]: '',
      [`${pod}/env`]: 'GF_SECURITY_ADMIN_PASSWORD=k3j8sf2q\n',
    },
    before: [
      starts(
        'a stand-in for Grafana runs in a pod that has the password',
        './start.sh grafana / python3 grafana.py',
        './reach.sh grafana localhost:3000',
      ),
      inPods,
    ],
    documented: [step(1, accepted('Invalid username or password'))],
    corrected: [
      step(
        1,
        { status: 'accepted', says: '"name": "Prometheus", "url": "http://prometheus:9090"', saysNot: 'Invalid' },
        { replace: [[asked, `sh -c '${asked}'`]] },
      ),
    ],
  },
];
