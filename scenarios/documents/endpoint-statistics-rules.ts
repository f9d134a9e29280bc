import type { DocumentSuite } from '../../harness/index.ts';
import { changed, fires, inGroup, lines, promql, silent } from './forms.ts';

const errorRate = inGroup('002', '600-607');
const slow = inGroup('002', '609-616');
const cpu = inGroup('002', '618-625');
const all = inGroup('002', '600-625');
const bucket = (path: string, le: string): string => `http_request_duration_seconds_bucket{path="${path}",le="${le}"}`;
const usage = (container: string): string =>
  `container_cpu_usage_seconds_total{namespace="endpoint-stats",pod="api-1",container="${container}"}`;
const limit = 'kube_pod_container_resource_limits_cpu_cores{namespace="endpoint-stats",pod="api-1"}';
const limitNow = 'kube_pod_container_resource_limits{namespace="endpoint-stats",pod="api-1",resource="cpu"}';

/** What the three documented rules of endpoint-statistics do. */
export const endpointStatisticsRules: DocumentSuite = {
  checks: [
    {
      finding: 'epstats.defect.rules-never-loaded',
      shows: 'Prometheus refuses the operator manifest as a rule file; its spec alone it takes',
      documented: {
        run: { kind: 'rules', text: lines('002', '591-625') },
        expect: { status: 'refused', says: 'apiVersion not found' },
      },
      corrected: {
        run: { kind: 'rules', text: lines('002', '597-625') },
        expect: { status: 'accepted', says: '3 rules' },
      },
    },
    {
      finding: 'epstats.defect.high-error-rate-vector-match',
      shows: 'one failure in a thousand fires the alert of 10 %; with sums on both sides it does not',
      documented: promql({
        rules: errorRate,
        series: { 'http_requests_total{status="200"}': '0+1000x30', 'http_requests_total{status="500"}': '0+1x30' },
        values: [fires('HighErrorRate', '20m')],
      }),
      corrected: promql({
        rules: changed(
          errorRate,
          ['rate(http_requests_total{status=~"5.."}[5m])', 'sum(rate(http_requests_total{status=~"5.."}[5m]))'],
          ['/ rate(http_requests_total[5m])', '/ sum(rate(http_requests_total[5m]))'],
        ),
        series: { 'http_requests_total{status="200"}': '0+1000x30', 'http_requests_total{status="500"}': '0+1x30' },
        values: [silent('HighErrorRate', '20m')],
      }),
    },
    {
      finding: 'epstats.defect.high-cpu-metrics-missing',
      shows:
        'with the limit under the name of kube-state-metrics 2 a pod at 100 % is silent; with that name in the rule it fires',
      documented: promql({
        rules: cpu,
        series: { [usage('api')]: '0+60x60', [limitNow]: '1x60' },
        values: [silent('HighCPUUsage', '40m')],
      }),
      corrected: promql({
        rules: changed(cpu, ['limits_cpu_cores{namespace', 'limits{resource="cpu",namespace']),
        series: { [usage('api')]: '0+60x60', [limitNow]: '1x60' },
        values: [fires('HighCPUUsage', '40m')],
      }),
    },
    {
      finding: 'epstats.defect.high-cpu-double-count',
      shows: 'a pod at 45 % of its limit fires, because its own cgroup is summed too; without that series it is silent',
      documented: promql({
        rules: cpu,
        series: { [usage('api')]: '0+27x60', [usage('')]: '0+27x60', [limit]: '1x60' },
        values: [fires('HighCPUUsage', '40m')],
      }),
      corrected: promql({
        rules: changed(cpu, ['total{namespace', 'total{container!="",namespace']),
        series: { [usage('api')]: '0+27x60', [usage('')]: '0+27x60', [limit]: '1x60' },
        values: [silent('HighCPUUsage', '40m')],
      }),
    },
    {
      finding: 'epstats.defect.pod-label-name',
      shows:
        'with the labels that the documented relabelling sets the CPU rule matches nothing; with `namespace` and `pod` it does',
      documented: promql({
        rules: cpu,
        series: {
          'container_cpu_usage_seconds_total{kubernetes_namespace="endpoint-stats",kubernetes_pod_name="api-1"}':
            '0+60x60',
          'kube_pod_container_resource_limits_cpu_cores{kubernetes_namespace="endpoint-stats",kubernetes_pod_name="api-1"}':
            '1x60',
        },
        values: [silent('HighCPUUsage', '40m')],
      }),
      corrected: promql({
        rules: cpu,
        series: { [usage('api')]: '0+60x60', [limit]: '1x60' },
        values: [fires('HighCPUUsage', '40m')],
      }),
    },
    {
      finding: 'epstats.defect.slow-response-aggregate',
      shows: 'a path with 4 % of the requests takes 10 s and nothing fires; by path it does',
      documented: promql({
        rules: slow,
        series: {
          [bucket('/fast', '0.1')]: '0+96x60',
          [bucket('/fast', '10')]: '0+96x60',
          [bucket('/fast', '+Inf')]: '0+96x60',
          [bucket('/slow', '0.1')]: '0x60',
          [bucket('/slow', '10')]: '0+4x60',
          [bucket('/slow', '+Inf')]: '0+4x60',
        },
        values: [silent('SlowResponseTime', '40m')],
      }),
      corrected: promql({
        rules: changed(slow, ['by (le)', 'by (le, path)']),
        series: {
          [bucket('/fast', '0.1')]: '0+96x60',
          [bucket('/fast', '10')]: '0+96x60',
          [bucket('/fast', '+Inf')]: '0+96x60',
          [bucket('/slow', '0.1')]: '0x60',
          [bucket('/slow', '10')]: '0+4x60',
          [bucket('/slow', '+Inf')]: '0+4x60',
        },
        values: [fires('SlowResponseTime', '40m')],
      }),
    },
    {
      finding: 'epstats.defect.no-down-alert',
      shows: 'with the API down none of the three rules fires; a rule on `up` does',
      documented: promql({
        rules: all,
        series: { 'up{job="flask-api"}': '1x4 0x30', 'http_requests_total{status="500"}': '0+1x4 stale' },
        values: [{ at: '30m', expr: 'count(ALERTS)', value: 'none' }],
      }),
      corrected: promql({
        rules: {
          ...all,
          within: { ...all.within, after: '  - alert: ApiDown\n    expr: up{job="flask-api"} == 0\n    for: 5m\n' },
        },
        series: { 'up{job="flask-api"}': '1x4 0x30', 'http_requests_total{status="500"}': '0+1x4 stale' },
        values: [{ at: '30m', expr: 'count(ALERTS)', value: 1 }],
      }),
    },
    {
      finding: 'cross.defect.http-requests-total-collision',
      shows:
        "another system's 503 fires the critical alert of endpoint-statistics; a selector of the job keeps it silent",
      documented: promql({
        rules: errorRate,
        series: {
          'http_requests_total{job="k8s-resource-monitor",method="GET",endpoint="/health",status="503"}': '0+6x30',
        },
        values: [fires('HighErrorRate', '20m')],
      }),
      corrected: promql({
        rules: changed(
          errorRate,
          ['http_requests_total{status', 'http_requests_total{job="flask-api",status'],
          ['http_requests_total[5m]', 'http_requests_total{job="flask-api"}[5m]'],
        ),
        series: {
          'http_requests_total{job="k8s-resource-monitor",method="GET",endpoint="/health",status="503"}': '0+6x30',
        },
        values: [silent('HighErrorRate', '20m')],
      }),
    },
  ],
};
