/** Stands for Slack: it answers as a webhook does, and keeps each message as a line of the file `received`. */
export const slackSink = `import http.server, json
class Slack(http.server.BaseHTTPRequestHandler):
    def answer(self, body):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(body)
    def do_GET(self): self.answer(b'listens')
    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers['Content-Length'])))
        with open('received', 'a') as received: received.write(json.dumps(body) + '\\n')
        self.answer(b'ok')
server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Slack)
print(f'Serving HTTP on 127.0.0.1 port {server.server_port} ', flush=True)
server.serve_forever()
`;
