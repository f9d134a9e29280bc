import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { SMTPServer } from 'smtp-server';
import { tempDir } from '../../cano-collector/testing/temp-dir.ts';

export interface Mail {
  user: string;
  from: string;
  to: string[];
  /** With its headers. */
  text: string;
}

export interface MailServer extends AsyncDisposable {
  /** With user and password. */
  url: string;
  /** Its certificate, which is its own authority. */
  caFile: string;
  mails: Mail[];
  /** The logins that were tried. */
  logins: string[];
}

const run = promisify(execFile);

/** Whether the machine has what makes certificates. */
export const canStartMailServer = await run('openssl', ['version']).then(
  () => true,
  () => false,
);

/** A real SMTP server that wants a login, and speaks TLS unless told otherwise. */
export async function startMailServer({ password = 'secret', tls = true } = {}): Promise<MailServer> {
  await using undo = new AsyncDisposableStack();
  const dir = undo.use(await tempDir());
  const [keyFile, caFile] = [dir.join('key.pem'), dir.join('cert.pem')];
  await makeCertificate(keyFile, caFile);
  const mails: Mail[] = [];
  const logins: string[] = [];
  const server = new SMTPServer({
    key: await readFile(keyFile),
    cert: await readFile(caFile),
    disabledCommands: tls ? [] : ['STARTTLS'],
    onAuth({ username, password: given }, _session, callback) {
      logins.push(`${username}:${given}`);
      if (given === password) callback(null, { user: username });
      else callback(new Error('wrong password'));
    },
    onData(stream, { user, envelope }, callback) {
      void text(stream).then((mail) => {
        const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address;
        mails.push({ user: String(user), from, to: envelope.rcptTo.map(({ address }) => address), text: mail });
        callback();
      });
    },
  });
  server.on('error', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  undo.defer(() => new Promise<void>((resolve) => server.close(() => resolve())));
  const { port } = server.server.address() as AddressInfo;
  const stack = undo.move();
  const url = `smtp://monitor:secret@localhost:${port}`;
  return { url, caFile, mails, logins, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

async function makeCertificate(keyFile: string, certificateFile: string): Promise<void> {
  await run('openssl', [
    ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=localhost'],
    ...['-addext', 'subjectAltName=DNS:localhost', '-keyout', keyFile, '-out', certificateFile],
  ]);
}
