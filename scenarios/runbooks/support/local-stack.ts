import type { CheckText, Rehearsal } from '../../../harness/index.ts';
import { accepted, run } from './forms.ts';

type Act = Rehearsal['documented'][number];

/** Starts a server on a free port, waits until it answers, and makes its documented address known to curl. */
const start = `#!/bin/bash
name=$1 path=$2; shift 2
"$@" > "$name.log" 2>&1 &
pid=$!
for _ in $(seq 300); do
  port=$(sed -n 's/.*\\(Listening on"\\|Serving HTTP on\\).*\\(127.0.0.1:\\|127.0.0.1 port \\)\\([0-9]*\\).*/\\3/p' "$name.log" | head -n 1)
  if [ -n "$port" ] && curl -s -o answer "http://127.0.0.1:$port$path"; then
    mkdir -p services; echo "$pid" > "services/$name.pid"; echo "$port" > "services/$name"; exit 0
  fi
  kill -0 "$pid" 2> /dev/null || break
  sleep 0.1
done
cat "$name.log"; exit 1
`;
/** Lets curl find a server that was started under an address that the document has. */
const reach = `#!/bin/bash
echo "connect-to = \\"$2:127.0.0.1:$(cat "services/$1")\\"" >> "$HOME/.curlrc"
`;
/** Answers a query of Prometheus with its value, or with nothing. */
const ask = `#!/bin/bash
port=$(cat "services/\${2:-prometheus}")
curl -sfG "http://127.0.0.1:$port/api/v1/query" --data-urlencode "query=$1" | jq -r '.data.result[] | .value[1]'
`;

/** Programs of the scratch folder that start the stack and ask it. */
export const stackFiles: Readonly<Record<string, CheckText>> = {
  'start.sh': start,
  'reach.sh': reach,
  'ask.sh': ask,
};

/** Starts Prometheus on `prometheus.yml` and the folder `prometheus`, under a name and with flags of its own. */
export const startPrometheus = (
  flags = '',
  { name = 'prometheus', data = 'prometheus', config = 'prometheus.yml' } = {},
): string =>
  `./start.sh ${name} /-/ready prometheus --config.file=${config} --storage.tsdb.path=${data} --web.listen-address=127.0.0.1:0 ${flags}`;

/** Starts Alertmanager, alone. */
export const startAlertmanager = (config = 'alertmanager.yml'): string =>
  `./start.sh alertmanager /-/ready alertmanager --config.file=${config} --storage.path=alertmanager --web.listen-address=127.0.0.1:0 --cluster.listen-address=`;

/** Serves the file `metrics` of a folder, as a page of metrics. */
export const startExporter = (folder = 'page'): string =>
  `./start.sh exporter / python3 -u -m http.server 0 --bind 127.0.0.1 --directory ${folder}`;

/** A scrape configuration whose target is the exporter, of which `before` fills in the port. */
export const scrapes = (job: string, more = ''): string =>
  `global: {scrape_interval: 1s, evaluation_interval: 1s}
${more}scrape_configs:
  - job_name: ${job}
    fallback_scrape_protocol: PrometheusText0.0.4
    static_configs: [{targets: ['127.0.0.1:EXPORTER']}]
`;
export const fillIn = 'sed -i "s/EXPORTER/$(cat services/exporter)/" prometheus.yml';

/** Servers are started before an arm. */
export const starts = (title: string, ...commands: readonly string[]): Act =>
  run(title, commands.join(' &&\n'), accepted(), { deadlineMs: 60_000 });
