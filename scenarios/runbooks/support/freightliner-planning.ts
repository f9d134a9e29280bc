import type { Rehearsal } from '../../../harness/index.ts';
import { accepted, refused, run, step } from './forms.ts';
import { fillIn, scrapes, stackFiles, startExporter, startPrometheus, starts } from './local-stack.ts';

/** The document's formula, over the numbers of its example, held against what it says of it and against a disk. */
const plan = `import re, sys
example = open('example').read()
days = int(re.search(r'(\\d+) days', example)[1])
rate = int(re.search(r'(\\d+)k samples', example)[1]) * 1000
said = int(re.search(r'= (\\d+)GB', example)[1])
needed = days * 86400 * rate * 2 / 1e9
print(f'{days} days at {rate} samples/s need {needed:.1f} GB, said are {said}')
if int(needed) != said: sys.exit('the example is not its formula')
buffered = int(re.search(r'(\\d+)GB', open('buffer').read())[1])
if round(needed * 1.3) != buffered: sys.exit('the buffer is not 30 %')
disk = int(re.search(r'(\\d+)GB', open('disk').read())[1])
print(f'{disk} GB hold {disk * 1e9 / (rate * 2 * 86400):.1f} days')
if disk < needed: sys.exit('too small')
`;
const disk = { document: '004', lines: '22' } as const;
/** Two hours of counters that stand still, grow evenly, or grow unevenly, as a block, and the bytes of a sample in it. */
const measured = `awk 'BEGIN {
  print "# TYPE freightliner_replications counter"
  for (series = 0; series < 90; series++) {
    value = 0
    for (i = 0; i < 480; i++) {
      if (series % 3 == 1) value += 15
      if (series % 3 == 2) value += (i * 7 + series) % 5
      printf "freightliner_replications_total{pair=\\"%d\\"} %d %d\\n", series, value, 1700006400 + i * 15
    }
  }
  print "# EOF"
}' > samples && promtool tsdb create-blocks-from openmetrics samples data > /dev/null &&
echo "$(du -bc data/*/chunks/* | tail -n 1 | cut -f 1) $(jq -s '[.[].stats.numSamples] | add' data/*/meta.json)" |
awk '{ printf "%d samples, %.2f bytes each\\n", $2, $1 / $2; exit $1 / $2 > 2 || $2 < 40000 }'`;
/** Three weeks of blocks that grow by 3 GB a day, and by another 5 GB on the last of them, which nobody foresees. */
const history = `awk 'BEGIN {
  print "# TYPE prometheus_tsdb_storage_blocks_bytes gauge"
  for (i = 0; i <= 21 * 4; i++) printf "prometheus_tsdb_storage_blocks_bytes %.0f %.0f\\n", 20e9 + i * 3e9 / 4 + (i > 80 ? 5e9 : 0), 1700000000 + i * 21600
  print "# EOF"
}' > history && promtool tsdb create-blocks-from openmetrics history prometheus > /dev/null`;
const at = (day: number, query: string): string =>
  `port=$(cat services/prometheus)
curl -sfG "http://127.0.0.1:$port/api/v1/query" --data-urlencode 'query=${query}' -d time=${1_700_000_000 + day * 86_400} | jq -r '.data.result[].value[1]' | awk '{ printf "%.2f\\n", $1 }'`;
const blocks = 'prometheus_tsdb_storage_blocks_bytes';
const federated = `global: {scrape_interval: 1s}
scrape_configs:
  - job_name: shard
    honor_labels: true
    metrics_path: /federate
    params: {'match[]': ['{__name__=~"job:.*"}']}
    static_configs: [{targets: ['127.0.0.1:SHARD']}]
`;
const jobRule =
  "groups:\n- name: g\n  rules:\n  - {record: 'job:freightliner_jobs_active:sum', expr: sum by (job) (freightliner_jobs_active)}\n";
const dropped =
  '    metric_relabel_configs: [{source_labels: [__name__], regex: freightliner_debug_.*, action: drop}]\n';
const prerequisites = `#!/bin/bash
at_least() { [ "$(printf '%s\\n' "$1" "$2" | sort -V | head -n 1)" = "$1" ]; }
for tool in kubectl curl jq; do command -v "$tool" > /dev/null || { echo "no $tool"; exit 1; }; done
version=$(kubectl version --client -o json | jq -r .clientVersion.gitVersion)
at_least v1.24 "$version" || { echo "kubectl $version is older than 1.24"; exit 1; }
free=$(df -B 1000000000 --output=avail . | tail -n 1)
[ "$free" -ge "$1" ] || { echo "$free GB of $1 are free"; exit 1; }
echo "kubectl $version, $1 GB are free"
`;

/** Procedures that plan what is needed, and make room for more. */
export const freightlinerPlanning: readonly Rehearsal[] = [
  {
    procedure: 'freightliner.proc.deploy.prerequisites',
    tools: ['kubectl', 'jq', 'curl'],
    findings: ['freightliner.defect.prereq-not-bash'],
    files: {
      'prerequisites.sh': prerequisites,
      'old/kubectl': '#!/bin/sh\necho \'{"clientVersion":{"gitVersion":"v1.23.17"}}\'\n',
    },
    documented: [step(1, refused('syntax error'))],
    corrected: [
      run('the tools and their versions are asked for', './prerequisites.sh 0', accepted('^kubectl v1\\.\\d+')),
      run(
        'an old kubectl is told',
        'PATH="$PWD/old:$PATH" ./prerequisites.sh 0',
        refused('^kubectl v1.23.17 is older'),
      ),
      run('so is a disk that is too small', './prerequisites.sh 100000000', refused('GB of 100000000 are free')),
      run('and a tool that is not there', 'PATH="$PWD/old" /bin/bash ./prerequisites.sh 0', refused('^no curl')),
    ],
  },
  {
    procedure: 'freightliner.proc.storage-planning',
    tools: ['promtool', 'python3', 'jq'],
    findings: ['freightliner.defect.storage-sizing', 'freightliner.defect.slo-window-vs-retention'],
    files: {
      'plan.py': plan,
      disk,
      buffer: { document: '004', lines: '439' },
    },
    documented: [
      step(2, refused('need 259.2 GB, said are 259$.*^90 GB hold 10.4 days$.*^too small$'), {
        file: 'example',
        run: 'python3 plan.py',
      }),
    ],
    corrected: [
      step(2, accepted('need 259.2 GB, said are 259$.*^337 GB hold 39.0 days$'), {
        file: 'example',
        run: `sed -i s/90GB/337GB/ disk && python3 plan.py`,
      }),
      run('1. a sample takes at most 2 bytes', measured, accepted('bytes each')),
    ],
  },
  {
    procedure: 'freightliner.proc.review.capacity',
    tools: ['prometheus', 'promtool', 'jq'],
    files: {
      ...stackFiles,
      'prometheus.yml': 'global: {scrape_interval: 1h}\n',
    },
    before: [
      run('there are three weeks of history', history, accepted()),
      starts('Prometheus has them', startPrometheus('--storage.tsdb.retention.time=20y --query.lookback-delta=7h')),
    ],
    documented: [
      run('storage grew by 21 GB in a week', at(14, `delta(${blocks}[7d]) / 1e9`), accepted('^2[01]\\.\\d+$')),
      run(
        'what was foreseen of the next five days is what came',
        at(19, `(predict_linear(${blocks}[7d] offset 5d, 0) - ${blocks}) / 1e9`),
        accepted('^-?0\\.0\\d$'),
      ),
      run(
        'three months ahead more is needed than the 90 GB',
        at(14, `predict_linear(${blocks}[7d], 90 * 86400) / 1e9 > 90`),
        accepted('^332\\.\\d+$'),
      ),
      run(
        'growth that was not foreseen is seen',
        at(21, `(${blocks} - predict_linear(${blocks}[7d] offset 5d, 0)) / 1e9 > 1`),
        accepted('^5\\.\\d+$'),
      ),
      run(
        'the retention is known',
        `curl -sf "http://127.0.0.1:$(cat services/prometheus)/api/v1/status/flags" | jq -r '.data."storage.tsdb.retention.time"'`,
        accepted('^20y$'),
      ),
      run(
        'so is how long queries take',
        `curl -sf "http://127.0.0.1:$(cat services/prometheus)/metrics" | grep 'prometheus_engine_query_duration_seconds_count{slice="inner_eval"}'`,
        accepted(' [1-9]\\d*$'),
      ),
    ],
  },
  {
    procedure: 'freightliner.proc.scale.prometheus',
    tools: ['prometheus', 'promtool', 'python3', 'jq'],
    files: {
      ...stackFiles,
      'page/metrics':
        'freightliner_jobs_active{worker="a"} 3\nfreightliner_jobs_active{worker="b"} 4\nfreightliner_debug_calls 1\n',
      'prometheus.yml': scrapes('freightliner', 'rule_files: [rules.yml]\n') + dropped,
      'rules.yml': jobRule,
      'federated.yml': federated,
    },
    before: [
      starts(
        'a shard collects freightliner, and another Prometheus its sums',
        startExporter(),
        fillIn,
        startPrometheus(),
        'sed -i "s/SHARD/$(cat services/prometheus)/" federated.yml',
        startPrometheus('', { name: 'second', data: 'second', config: 'federated.yml' }),
      ),
    ],
    documented: [
      run('recording rules: the shard has the sum', './ask.sh job:freightliner_jobs_active:sum', accepted('^7$'), {
        withinMs: 20_000,
      }),
      run('federation: the other has it too', './ask.sh job:freightliner_jobs_active:sum second', accepted('^7$'), {
        withinMs: 20_000,
      }),
      run('and none of what it is made of', './ask.sh \'count({__name__=~"freightliner_.*"})\' second', {
        status: 'accepted',
        saysNot: '\\d',
      }),
      run(
        'relabelling: what is dropped is not kept by the shard either',
        "./ask.sh 'count(freightliner_jobs_active)' && ./ask.sh freightliner_debug_calls",
        accepted('^2$(?!\\s+1)'),
      ),
    ],
  },
];
