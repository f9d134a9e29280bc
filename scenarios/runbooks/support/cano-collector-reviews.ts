import type { Rehearsal } from '../../../harness/index.ts';
import { delivers, healthyLog } from './cano-collector-site.ts';
import { accepted, refused, run, step } from './forms.ts';

const tenNames = [
  'cano_alerts_received_total',
  'cano_alerts_processed_total',
  'cano_alerts_processing_duration_seconds',
  'cano_alerts_errors_total',
  'cano_destination_sent_total',
  'cano_destination_errors_total',
  'cano_destination_duration_seconds',
  'cano_http_requests_total',
  'cano_http_request_duration_seconds',
  'cano_config_reloads_total',
];
const all = (patterns: readonly string[]): string => `^${patterns.map((each) => `(?=.*${each})`).join('')}`;
const usage = (row = 'cano-collector-\\S+ +\\d+m +\\d+Mi') => accepted(row);
const disk = accepted('Filesystem.*% /$|Filesystem.*/');
const breakConfig =
  'kubectl patch configmap cano-collector-config -n monitoring --type=merge -p \'{"data":{"destinations.yaml":"destinations: [broken"}}\'';
const failOnce = `kubectl scale deployment receiver -n monitoring --replicas=0
kubectl wait --for=delete pod -l app=receiver -n monitoring --timeout=60s
curl -sf -X POST -H 'content-type: application/json' http://cano-collector.monitoring.svc.cluster.local:8080/api/alerts -d '{
  "version":"4","groupKey":"{}:{}","truncatedAlerts":0,"status":"firing","receiver":"collector","groupLabels":{},
  "commonLabels":{},"commonAnnotations":{},"externalURL":"http://alertmanager","alerts":[{"status":"firing",
  "labels":{"alertname":"Unheard"},"annotations":{},"startsAt":"2026-01-01T00:00:00Z",
  "endsAt":"0001-01-01T00:00:00Z","generatorURL":"http://prometheus","fingerprint":"'$(date +%s%N)'"}]}'`;
const errorsLogged = run(
  'errors are in the log',
  'kubectl logs -n monitoring -l app=cano-collector --tail=50 | grep -i error',
  accepted('error'),
  { withinMs: 90_000 },
);

/** Procedures that look at cano-collector and change nothing. */
export const reviewRehearsals: readonly Rehearsal[] = [
  {
    procedure: 'cano.proc.metrics-access',
    tools: ['curl'],
    documented: [step(1, accepted(all(tenNames)))],
  },
  {
    procedure: 'cano.proc.health-basic',
    tools: ['curl'],
    documented: [step(1, accepted('^\\{"status":"ok"\\}$'))],
  },
  {
    procedure: 'cano.proc.health-detailed',
    tools: ['curl'],
    documented: [
      step(1, accepted(all(['"config":"ok"', '"destinations":"ok"', '"database":"ok"', '"uptime":"', '"version":"']))),
      run('the configuration is corrupted', breakConfig, accepted('patched')),
      step(1, accepted('"config":"(error|failed|invalid)'), {
        title: '1. Query /health/detailed, with a corrupt configuration',
        withinMs: 120_000,
      }),
    ],
  },
  {
    procedure: 'cano.proc.monitor-resource-usage',
    documented: [step(1, usage(), { withinMs: 60_000 }), step(2, disk)],
  },
  {
    procedure: 'cano.proc.daily.health-checks',
    tools: ['curl'],
    findings: ['cano.defect.port-forward-race', 'cano.defect.grep-exit-status'],
    before: [healthyLog],
    documented: [
      step(1, accepted('cano-collector-\\S+ +1/1 +Running')),
      step(2, accepted('cano-collector +[0-9.]+:8080')),
      step(3, refused('(Failed|Could not|Couldn.t) (to )?connect')),
      step(4, { status: 1 }, { title: '4. Check recent logs for errors, where there are none' }),
    ],
    corrected: [
      step(1, accepted('cano-collector-\\S+ +1/1 +Running')),
      step(2, accepted('cano-collector +[0-9.]+:8080')),
      step(3, accepted('"status":"ok"'), {
        replace: [['curl http', 'curl --retry 20 --retry-connrefused --retry-delay 1 http']],
      }),
      step(4, accepted(), { replace: [['| grep -i error', '| (! grep -i error)']] }),
    ],
  },
  {
    procedure: 'cano.proc.daily.metrics-review',
    tools: ['curl'],
    before: [delivers],
    documented: [
      step(1, accepted('^cano_alerts_received_total \\d')),
      step(2, accepted('^cano_alerts_errors_total')),
      step(3, accepted(all(['cano_destination_sent_total\\{', 'cano_destination_duration_seconds_bucket']))),
    ],
  },
  {
    procedure: 'cano.proc.weekly.configuration-review',
    tools: ['yq'],
    documented: [
      step(1, accepted()),
      run('the backup has the configuration', 'cat backup-*.yaml', accepted('ops-webhook')),
      step(2, accepted('name: ops-webhook')),
      step(3, accepted('- 0')),
      run('the configuration is corrupted', breakConfig, accepted('patched')),
      step(2, refused('Error'), { title: '2. Validate YAML syntax, of a corrupt configuration' }),
    ],
  },
  {
    procedure: 'cano.proc.weekly.log-analysis',
    tools: ['curl'],
    findings: ['cano.defect.since-7d-invalid', 'cano.defect.logs-selector-tail-10'],
    before: [run('a destination fails', failOnce, accepted(), { withinMs: 60_000, deadlineMs: 90_000 }), errorsLogged],
    documented: [
      step(1, accepted('invalid argument "7d"')),
      step(2, refused('invalid argument "7d"')),
      step(3, refused('invalid argument "7d"')),
    ],
    corrected: [
      step(1, accepted('^ +\\d+ .*error'), { replace: [['--since=7d', '--since=168h --tail=-1']] }),
      run(
        'Check for slow processing, by what the collector measures',
        'curl -s http://cano-collector.monitoring.svc.cluster.local:8080/metrics | grep processing_duration_seconds_bucket',
        accepted('le="5"'),
      ),
      step(3, accepted('ops-webhook'), { replace: [['--since=7d', '--since=168h --tail=-1']] }),
    ],
  },
  {
    procedure: 'cano.proc.weekly.resource-usage',
    findings: ['cano.defect.exec-tools-in-image'],
    documented: [
      step(1, usage(), { withinMs: 60_000 }),
      step(2, disk),
      step(3, { says: '(executable file not found|no such file)' }),
    ],
    corrected: [
      step(1, usage()),
      step(2, disk),
      step(3, accepted('^[1-9]\\d*$'), { replace: [['netstat -an', 'cat /proc/net/tcp /proc/net/tcp6']] }),
    ],
  },
  {
    procedure: 'cano.proc.monthly.performance-analysis',
    tools: ['curl'],
    before: [delivers],
    documented: [
      step(1, accepted()),
      run('the export has the metrics', 'cat metrics-*.txt', accepted('cano_alerts_received_total')),
      step(3, accepted('cano_destination_duration_seconds_bucket')),
    ],
  },
  {
    procedure: 'cano.proc.quarterly.comprehensive-review',
    cannot: 'it is a list of things to review and has no command',
    documented: [],
  },
  {
    procedure: 'cano.proc.quarterly.capacity-planning',
    findings: ['cano.defect.describe-grep-resources'],
    documented: [step(2, { status: 1, saysNot: 'memory' })],
    corrected: [step(2, accepted('memory: +512Mi'), { replace: [['-A 5 Resources', '-A 5 Limits']] })],
  },
];
