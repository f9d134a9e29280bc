import type { CheckProbe, CheckText, DocumentSuite } from '../../harness/index.ts';
import { changed, lines, shell } from './forms.ts';

/** A Kubernetes API that holds ConfigMaps in memory and answers 409 where one exists, as the real one does. */
const kubernetes = {
  'kubernetes_asyncio/__init__.py': 'from . import client, config\n',
  'kubernetes_asyncio/config.py': '',
  'kubernetes_asyncio/client/rest.py':
    'class ApiException(Exception):\n    def __init__(self, status):\n        self.status = status\n',
  'kubernetes_asyncio/client/__init__.py': `from .rest import ApiException
held = {}
class V1ObjectMeta:
    def __init__(self, name): self.name = name
class V1ConfigMap:
    def __init__(self, metadata, data): self.metadata, self.data = metadata, data
class CoreV1Api:
    async def create_namespaced_config_map(self, namespace, body):
        if body.metadata.name in held: raise ApiException(409)
        held[body.metadata.name] = body
    async def delete_namespaced_config_map(self, name, namespace): del held[name]
`,
};
const election = lines('003', '349-388');
/** Asks who leads: the same instance twice, and another after a crash of the first. */
const cycles = `
a, b = LeaderElection('lock', 'monitoring'), LeaderElection('lock', 'monitoring')
async def main():
    for cycle in range(3):
        await a.acquire_leadership()
        print('cycle', cycle, a.is_leader)
    await b.acquire_leadership()
    print('after the crash', b.is_leader)
asyncio.run(main())
`;
const renewing: [string, string] = [
  'self.is_leader = False\n            else:',
  `lock = client.held[self.name]
                lock.missed = 0 if self.is_leader else getattr(lock, 'missed', 0) + 1
                self.is_leader = self.is_leader or lock.missed > 0
            else:`,
];
const elected = (text: CheckText, says: string): CheckProbe =>
  shell({ program: 'python3', script: text, files: kubernetes }, { status: 'accepted', says });

/** Decorators that hand back the documented functions, and metrics that print what was counted. */
const before = `import asyncio, sys
sys.path.insert(0, '.')
from prometheus_client import samples
class App:
    def middleware(self, kind): return lambda function: function
    def get(self, path): return lambda function: function
class Request:
    method = 'GET'
    def __init__(self, path): self.url = type('Url', (), {'path': path})
class Response:
    def __init__(self, content='', media_type='', status_code=200): self.status_code = status_code
app = App()
`;
const client = {
  'prometheus_client.py': `samples, kinds = {}, {}
class Metric:
    def __init__(self, name, help, labels=()):
        self.name = name
        kinds[name] = type(self).__name__.lower()
    def labels(self, **labels):
        child = Metric.__new__(Metric)
        child.name = self.name + str(sorted((key, str(value)) for key, value in labels.items()))
        return child
    def inc(self): samples[self.name] = samples.get(self.name, 0) + 1
    def set(self, value): samples[self.name] = value
    def observe(self, value): samples[self.name] = samples.get(self.name, 0) + 1
Counter, Histogram, Gauge = (type(name, (Metric,), {}) for name in ('Counter', 'Histogram', 'Gauge'))
def generate_latest():
    return ''.join(f'# HELP {name} x\\n# TYPE {name} {kind}\\n{name} 0\\n' for name, kind in kinds.items() if kind != 'histogram')
`,
};
const metrics = lines('003', '81-108', { within: { before } });
const requests = (paths: string, call: string): string => `
async def ok(request): return Response()
async def boom(request): raise RuntimeError('boom')
async def main():
    for path in ${paths}:
        try: await metrics_middleware(Request(path), ${call})
        except RuntimeError: pass
    counted = [name for name in samples if name.startswith('http_requests_total')]
    print('series', len(counted), counted)
    print('set', 'pods_collected_total' in samples)
asyncio.run(main())
`;
const counted = (text: typeof metrics, calls: string, says: string): CheckProbe =>
  shell(
    { program: 'python3', script: { ...text, within: { before, after: calls } }, files: client },
    { status: 'accepted', says },
  );
const exported = (text: CheckText, expect: CheckProbe['expect']): CheckProbe =>
  shell(
    {
      program: 'sh',
      needs: ['python3'],
      script: 'python3 page.py > page.txt && promtool check metrics < page.txt',
      files: { ...client, 'page.py': text },
    },
    expect,
  );
const page = (text: typeof metrics): CheckText => ({
  ...text,
  within: { before, after: 'print(generate_latest())\n' },
});

/** What the documented Python of k8s-resource-monitor does when it is run. */
export const k8sResourceMonitorPython: DocumentSuite = {
  checks: [
    {
      finding: 'k8smon.defect.leader-self-demotion',
      shows: "the leader's second call demotes it; one that keeps what it holds stays leader",
      documented: elected({ ...election, within: { after: cycles } }, 'cycle 0 True\ncycle 1 False\ncycle 2 False'),
      corrected: elected(
        { ...changed(election, renewing), within: { after: cycles } },
        'cycle 0 True\ncycle 1 True\ncycle 2 True',
      ),
    },
    {
      finding: 'k8smon.defect.leader-no-lease',
      shows: 'after a crash the other instance never leads; where an unrenewed lock may be taken over it does',
      documented: elected({ ...election, within: { after: cycles } }, 'after the crash False'),
      corrected: elected({ ...changed(election, renewing), within: { after: cycles } }, 'after the crash True'),
    },
    {
      finding: 'k8smon.defect.unhandled-exception-not-counted',
      shows: 'a handler raises and no request is counted; counted in `except` it is',
      documented: counted(metrics, requests("['/a']", 'boom'), 'series 0'),
      corrected: counted(
        changed(metrics, [
          '    response = await call_next(request)',
          '    try:\n        response = await call_next(request)\n    except Exception:\n        response = Response(status_code=500)',
        ]),
        requests("['/a']", 'boom'),
        "series 1 .*'500'",
      ),
    },
    {
      finding: 'k8smon.defect.endpoint-label-cardinality',
      shows: 'three pods are three series; by the route it is one',
      documented: counted(metrics, requests("['/pods/a', '/pods/b', '/pods/c']", 'ok'), 'series 3'),
      corrected: counted(
        changed(metrics, ['request.url.path', "'/'.join(request.url.path.split('/')[:2])"]),
        requests("['/pods/a', '/pods/b', '/pods/c']", 'ok'),
        'series 1 ',
      ),
    },
    {
      finding: 'k8smon.defect.metrics-never-set',
      shows: 'after a request nothing has set the gauge of collected pods; set in the code it is there',
      documented: counted(metrics, requests("['/a']", 'ok'), 'set False'),
      corrected: counted(
        changed(metrics, ['    start_time =', '    PODS_COLLECTED.set(1)\n    start_time =']),
        requests("['/a']", 'ok'),
        'set True',
      ),
    },
    {
      finding: 'k8smon.defect.metrics-opt-in',
      shows: 'the snippet ends with a NameError as it stands; with an application around it it runs',
      documented: shell(
        { program: 'python3', script: lines('003', '81-108'), files: client },
        { status: 'refused', says: "NameError: name 'app'" },
      ),
      corrected: shell({ program: 'python3', script: metrics, files: client }, { status: 'accepted' }),
    },
    {
      finding: 'k8smon.defect.gauge-named-total',
      shows: "promtool's lint refuses a gauge with a counter's name; renamed it takes it",
      documented: exported(page(metrics), { says: 'pods_collected_total.*"?_total"? suffix' }),
      corrected: exported(page(changed(metrics, ['pods_collected_total', 'pods_collected'])), { saysNot: '_total' }),
    },
    {
      finding: 'k8smon.defect.internal-metrics-not-exported',
      shows: 'the declared names hold neither a size of the database nor errors; with two more they do',
      documented: shell(
        {
          program: 'python3',
          script: {
            ...metrics,
            within: { before, after: 'from prometheus_client import kinds\nprint(sorted(kinds))\n' },
          },
          files: client,
        },
        { status: 'accepted', says: 'pods_collected_total', saysNot: 'database|errors' },
      ),
      corrected: shell(
        {
          program: 'python3',
          script: {
            ...changed(metrics, [
              'COLLECTION_DURATION =',
              "SIZE = Gauge('database_bytes', 'x')\nERRORS = Counter('collection_errors_total', 'x')\nCOLLECTION_DURATION =",
            ]),
            within: { before, after: 'from prometheus_client import kinds\nprint(sorted(kinds))\n' },
          },
          files: client,
        },
        { status: 'accepted', says: 'collection_errors_total.*database_bytes' },
      ),
    },
  ],
};
