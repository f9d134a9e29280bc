import type { Rehearsal } from '../../../harness/index.ts';
import { accepted, refused, run, step } from './forms.ts';

/** Stands for Slack: it knows one webhook, and keeps what it is sent there. */
const slack = `import http.server
class Slack(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers['Content-Length']))
        known = self.path == '/services/T000/B000/known'
        if known:
            with open('received', 'ab') as received: received.write(body + b'\\n')
        self.send_response(200 if known else 404)
        self.end_headers()
        self.wfile.write(b'ok' if known else b'no_team')
server = http.server.HTTPServer(('127.0.0.1', 0), Slack)
with open('port', 'w') as port: port.write(f'{server.server_port}\\n')
server.serve_forever()
`;
/** The library's session, which reaches nothing but the stand-in. */
const aiohttp = `import asyncio, json as encoding, urllib.error, urllib.parse, urllib.request
class ClientTimeout:
    def __init__(self, total): self.total = total
class Post:
    def __init__(self, url, body): self.url, self.body = url, body
    async def __aenter__(self): return await asyncio.to_thread(self.send)
    async def __aexit__(self, *error): pass
    def send(self):
        address = f"http://127.0.0.1:{open('port').read().strip()}{urllib.parse.urlsplit(self.url).path}"
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try: return opener.open(urllib.request.Request(address, encoding.dumps(self.body).encode()), timeout=5)
        except urllib.error.HTTPError as answer: return answer
class ClientSession:
    def __init__(self, timeout=None): pass
    async def __aenter__(self): return self
    async def __aexit__(self, *error): pass
    def post(self, url, json): return Post(url, json)
`;
const alert = "\nimport asyncio\nprint('sent', asyncio.run(send_slack_notification('collection fails')))\n";

/** Stands for the mail server: STARTTLS with a certificate of its own, one known user; it keeps each message. */
const mailServer = `import base64, socketserver, ssl
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain('server.pem', 'server.key')
known = base64.b64encode(b'\\0monitor\\0correct').decode()
class Session(socketserver.BaseRequestHandler):
    def say(self, text): self.request.sendall(f'{text}\\r\\n'.encode())
    def handle(self):
        self.say('220 mail')
        lines = self.request.makefile('rb')
        while line := lines.readline().decode().strip():
            verb = line.split(' ')[0].upper()
            if verb == 'EHLO': self.say('250-mail\\r\\n250-STARTTLS\\r\\n250 AUTH PLAIN')
            elif verb == 'STARTTLS':
                self.say('220 go')
                try: self.request = context.wrap_socket(self.request, server_side=True)
                except ssl.SSLError: return
                lines = self.request.makefile('rb')
            elif verb == 'AUTH': self.say('235 ok' if line.endswith(known) else '535 refused')
            elif verb == 'DATA':
                self.say('354 go')
                with open('received', 'ab') as received:
                    while (part := lines.readline()) != b'.\\r\\n': received.write(part)
                self.say('250 kept')
            elif verb == 'QUIT': return self.say('221 bye')
            else: self.say('250 ok')
server = socketserver.ThreadingTCPServer(('127.0.0.1', 0), Session)
with open('port', 'w') as port: port.write(f'{server.server_address[1]}\\n')
server.serve_forever()
`;
/** Every host is the stand-in, so that the document's address is reached by nobody. */
const redirect = `import socket
create_connection = socket.create_connection
socket.create_connection = lambda address, *rest, **named: create_connection(
    ('127.0.0.1', int(open('port').read())), *rest, **named)
`;
const mail = "\nsend_email_alert('collection fails', 'since 10:30')\n";
/** The same calls, of which the caller says what failed. */
const safely = (call: string, errors: string): string =>
  `\nimport sys\ntry: ${call}\nexcept ${errors} as error: sys.exit(f'not told: {error}')\n`;
const listens = (program: string) =>
  run(
    'a stand-in for the receiver listens',
    `python3 ${program} > server.log 2>&1 &\nfor _ in $(seq 100); do [ -s port ] && exit 0; sleep 0.1; done; cat server.log; exit 1`,
    accepted(),
  );

/** The functions that shall notify, each against a receiver on loopback. */
export const notificationRehearsals: readonly Rehearsal[] = [
  {
    procedure: 'k8smon.proc.notify.slack',
    tools: ['python3'],
    findings: ['k8smon.defect.notify-stubs', 'k8smon.defect.no-alertmanager-config'],
    files: {
      'server.py': slack,
      'aiohttp.py': aiohttp,
      'alert.py': alert,
      'safe.py': safely(alert.trim().replace('import asyncio\n', ''), 'OSError').replace(
        'import sys',
        'import asyncio, sys',
      ),
    },
    before: [listens('server.py')],
    good: [
      run(
        'it is received',
        'cat received',
        accepted('^\\{"text": .*K8s Resource Monitor Alert: collection fails"\\}$'),
      ),
    ],
    documented: [
      step(1, accepted('^sent False$'), {
        file: 'notify.py',
        run: 'cat notify.py alert.py > main.py && python3 main.py',
      }),
      run('where nobody answers, its caller ends with it', 'echo 1 > port; python3 main.py', refused('Traceback')),
    ],
    corrected: [
      step(1, accepted('^sent True$'), {
        file: 'notify.py',
        run: 'cat notify.py safe.py > main.py && SLACK_WEBHOOK_URL=https://hooks.slack.com/services/T000/B000/known python3 main.py',
        replace: [
          ['"https://hooks.slack.com/services/YOUR/SLACK/WEBHOOK"', 'os.environ["SLACK_WEBHOOK_URL"]'],
          ['import aiohttp\n', 'import os\nimport aiohttp\n'],
          [',\n        "channel": "#monitoring",\n        "username": "K8s Monitor"', ''],
          ['aiohttp.ClientSession()', 'aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=5))'],
        ],
      }),
      run(
        'a webhook that is withdrawn is not taken for one that was told',
        'SLACK_WEBHOOK_URL=https://hooks.slack.com/services/T000/B000/withdrawn python3 main.py',
        accepted('^sent False$'),
      ),
      run(
        'where nobody answers, its caller says so',
        'echo 1 > port; SLACK_WEBHOOK_URL=https://hooks.slack.com/services/T000/B000/known python3 main.py',
        { status: 'refused', says: '^not told: ', saysNot: 'Traceback' },
      ),
    ],
  },
  {
    procedure: 'k8smon.proc.notify.email',
    tools: ['python3', 'openssl'],
    findings: ['k8smon.defect.notify-stubs', 'k8smon.defect.no-alertmanager-config'],
    files: {
      'server.py': mailServer,
      'redirect.py': redirect,
      'alert.py': mail,
      'safe.py': safely(mail.trim(), '(OSError, smtplib.SMTPException)'),
    },
    before: [
      run(
        'the mail server has a certificate',
        'openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=smtp.company.com -addext subjectAltName=DNS:smtp.company.com -keyout server.key -out server.pem',
        accepted(),
      ),
      listens('server.py'),
    ],
    good: [
      run(
        'it is received',
        'cat received',
        accepted(
          '^Subject: K8s Resource Monitor: collection fails\\r?$.*^From: monitor@company.com\\r?$.*^To: admin@company.com\\r?$.*since 10:30',
        ),
      ),
    ],
    documented: [
      step(1, refused('SMTPAuthenticationError'), {
        file: 'notify.py',
        run: 'cat redirect.py notify.py alert.py > main.py && python3 main.py',
      }),
    ],
    corrected: [
      step(1, accepted(), {
        file: 'notify.py',
        run: 'cat redirect.py notify.py safe.py > main.py && SMTP_USER=monitor SMTP_PASSWORD=correct python3 main.py',
        replace: [
          ['import smtplib\n', 'import os, smtplib, ssl\n'],
          ["'smtp.company.com', 587", "'smtp.company.com', 587, timeout=5"],
          ['starttls()', "starttls(context=ssl.create_default_context(cafile='server.pem'))"],
          ['"username", "password"', 'os.environ["SMTP_USER"], os.environ["SMTP_PASSWORD"]'],
        ],
      }),
      run(
        'a server with another certificate is not told the password',
        `openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=other -keyout other.key -out other.pem &&
sed s/server.pem/other.pem/ main.py > strict.py && SMTP_USER=monitor SMTP_PASSWORD=correct python3 strict.py`,
        { status: 'refused', says: '^not told: .*CERTIFICATE_VERIFY_FAILED', saysNot: 'Traceback' },
      ),
    ],
  },
];
