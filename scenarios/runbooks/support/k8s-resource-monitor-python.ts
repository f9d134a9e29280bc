import type { Rehearsal } from '../../../harness/index.ts';
import { accepted, refused, run, step } from './forms.ts';

/** An application with routes and middleware, in the few forms that the document's code uses of FastAPI. */
const application = {
  'app.py': `import asyncio, re
class Response:
    def __init__(self, content='', media_type='', status_code=200):
        self.content, self.status_code = content, status_code
class Request:
    def __init__(self, path):
        self.method, self.url, self.scope = 'GET', type('Url', (), {'path': path}), {}
class App:
    def __init__(self): self.routes, self.around = [], None
    def middleware(self, kind): return lambda function: setattr(self, 'around', function)
    def get(self, path): return lambda function: self.routes.append((path, function))
    async def route(self, request):
        for path, function in self.routes:
            if re.fullmatch(re.sub(r'{\\w+}', '[^/]+', path), request.url.path):
                request.scope['route'] = type('Route', (), {'path': path})
                return await function()
        return Response(status_code=404)
    async def ask(self, path):
        try: return await self.around(Request(path), self.route)
        except RuntimeError: return Response(status_code=500)
app = App()
`,
  'traffic.py': `
@app.get('/api/pods/{name}')
async def pod(): return Response()
@app.get('/api/broken')
async def broken(): raise RuntimeError('broken')
async def traffic():
    for path in ('/api/pods/web-0', '/api/pods/web-1', '/api/broken'): await app.ask(path)
    return (await app.ask('/metrics')).content
print(asyncio.run(traffic()), end='')
`,
  'collect.py': '\nwith COLLECTION_DURATION.time(): PODS_COLLECTED.set(3)\n',
};

/** The client library's three kinds, written out in the text format. */
const client = {
  'prometheus_client.py': `import contextlib
metrics = []
class Metric:
    def __init__(self, name, help, labels=()):
        self.name, self.help, self.values = name, help, {} if labels else {'': 0}
        metrics.append(self)
    def labels(self, **labels):
        key = '{' + ','.join(f'{name}="{value}"' for name, value in sorted(labels.items())) + '}'
        self.values.setdefault(key, 0)
        return Child(self, key)
    def inc(self): Child(self, '').inc()
    def set(self, value): self.values[''] = value
    def lines(self): return [f'{self.name}{key} {value}' for key, value in self.values.items()]
class Child:
    def __init__(self, metric, key): self.metric, self.key = metric, key
    def inc(self): self.metric.values[self.key] += 1
class Counter(Metric): kind = 'counter'
class Gauge(Metric): kind = 'gauge'
class Histogram(Metric):
    kind, count = 'histogram', 0
    def observe(self, value): self.count += 1
    @contextlib.contextmanager
    def time(self):
        yield
        self.observe(0)
    def lines(self):
        return [f'{self.name}_bucket{{le="+Inf"}} {self.count}', f'{self.name}_sum 0', f'{self.name}_count {self.count}']
def generate_latest():
    return ''.join(
        '\\n'.join([f'# HELP {each.name} {each.help}', f'# TYPE {each.name} {each.kind}', *each.lines(), ''])
        for each in metrics)
`,
};

const fields = ['timestamp', 'level', 'logger', 'message', 'module', 'function', 'line'];
const log = `import os
os.makedirs('logs', exist_ok=True)
`;
const messages = `
logging.info('Сбор завершён')
try: 1 / 0
except ZeroDivisionError: logging.exception('Сбор не удался')
`;

/** Procedures that add Python to the application. */
export const pythonRehearsals: readonly Rehearsal[] = [
  {
    procedure: 'k8smon.proc.enable-prometheus-metrics',
    tools: ['python3', 'promtool'],
    findings: [
      'k8smon.defect.metrics-opt-in',
      'k8smon.defect.unhandled-exception-not-counted',
      'k8smon.defect.endpoint-label-cardinality',
      'k8smon.defect.metrics-never-set',
      'k8smon.defect.gauge-named-total',
    ],
    files: { ...application, ...client },
    documented: [
      step(1, refused("NameError: name 'app' is not defined"), { file: 'metrics.py', run: 'python3 metrics.py' }),
      run(
        'in an application, an error of which nothing is counted and each pod gets a series of its own',
        'cat app.py metrics.py traffic.py > main.py && python3 main.py',
        {
          status: 'accepted',
          says: 'endpoint="/api/pods/web-0".*endpoint="/api/pods/web-1".*^pods_collected_total 0$.*^collection_duration_seconds_count 0$',
          saysNot: 'status="500"',
        },
      ),
      run(
        'its names are checked',
        'python3 main.py > page && promtool check metrics < page',
        refused('pods_collected_total.*_total'),
      ),
    ],
    corrected: [
      step(1, accepted(), {
        file: 'metrics.py',
        run: 'cat app.py metrics.py collect.py traffic.py > main.py',
        replace: [
          [
            '    response = await call_next(request)\n',
            '    try:\n        response = await call_next(request)\n    except Exception:\n        response = Response(status_code=500)\n',
          ],
          [
            'endpoint=request.url.path',
            'endpoint=request.scope["route"].path if "route" in request.scope else "unmatched"',
          ],
          ['pods_collected_total', 'pods_collected'],
        ],
      }),
      run('the values follow the traffic', 'python3 main.py', {
        status: 'accepted',
        says: 'endpoint="/api/pods/{name}",method="GET",status="200"} 2$.*endpoint="/api/broken",method="GET",status="500"} 1$.*^pods_collected 3$.*^collection_duration_seconds_count 1$',
        saysNot: 'web-0',
      }),
      run('its names are checked', 'python3 main.py > page && promtool check metrics < page', accepted()),
    ],
  },
  {
    procedure: 'k8smon.proc.json-logging',
    tools: ['python3'],
    findings: ['k8smon.defect.log-path-mismatch', 'k8smon.defect.log-details'],
    files: { 'before.py': log, 'messages.py': messages },
    good: [
      run(
        'what the shippers read has both messages, with every field',
        `jq -se 'length == 2 and all(.[]; ${fields.map((name) => `has("${name}")`).join(' and ')}) and (.[1] | has("exception"))' logs/*.log`,
        accepted(),
      ),
      run(
        'a person can search it, and its times have a zone',
        "grep 'Сбор завершён' logs/*.log",
        accepted('\\+00:00"'),
      ),
    ],
    documented: [
      step(1, accepted('"message": "\\\\u0421.*"exception": "Traceback'), {
        file: 'logging_setup.py',
        run: 'cat before.py logging_setup.py messages.py > main.py && python3 main.py',
      }),
      run('the lines are beside the program', 'ls app.log logs', accepted('^app.log$.*^logs:\\s*$')),
    ],
    corrected: [
      step(1, accepted('"message": "Сбор завершён".*"exception": "Traceback'), {
        file: 'logging_setup.py',
        run: 'cat before.py logging_setup.py messages.py > main.py && python3 main.py',
        replace: [
          ["FileHandler('app.log')", "FileHandler('logs/app.log')"],
          ['from datetime import datetime', 'from datetime import datetime, timezone'],
          ['datetime.utcnow()', 'datetime.now(timezone.utc)'],
          ['json.dumps(log_entry)', 'json.dumps(log_entry, ensure_ascii=False)'],
        ],
      }),
    ],
  },
];
