import { stackFiles } from './local-stack.ts';

/** Serves a page as the API does: what grows is given as so much a second, such as \`999/s\`. */
const exporter = `import http.server, re, time
began = time.time()
class Page(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        page = re.sub(r'([0-9.]+)/s', lambda rate: str(float(rate[1]) * (time.time() - began)), open('page').read())
        self.send_response(200)
        self.send_header('Content-Type', 'text/plain; version=0.0.4')
        self.end_headers()
        self.wfile.write(page.encode())
server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Page)
print(f'Serving HTTP on 127.0.0.1 port {server.server_port} ', flush=True)
server.serve_forever()
`;
/** One failure in a thousand requests, a little latency, and queries of the database. */
const page = `http_requests_total{method="GET",path="/api/stats",status="200"} 999/s
http_requests_total{method="GET",path="/api/stats",status="500"} 1/s
http_request_duration_seconds_bucket{method="GET",path="/api/stats",le="0.1"} 1000/s
http_request_duration_seconds_bucket{method="GET",path="/api/stats",le="+Inf"} 1000/s
database_query_duration_seconds_sum 10/s
database_query_duration_seconds_count 1000/s
`;

export const apiFiles = { ...stackFiles, 'exporter.py': exporter, page };
export const startApi = './start.sh exporter /metrics python3 exporter.py';
