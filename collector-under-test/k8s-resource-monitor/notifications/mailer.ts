import { readFile } from 'node:fs/promises';
import { createTransport } from 'nodemailer';
import type { NotificationSettings } from '../settings.ts';
import type { Send } from './send.ts';

/** Sends the documented mail by a server that must speak TLS and be trusted. */
export function mailer({ url, caFile, from, to }: NonNullable<NotificationSettings['smtp']>, timeoutMs: number): Send {
  const { protocol, hostname, port, username, password } = new URL(url);
  const isSecure = protocol === 'smtps:';
  return async ({ subject, body }) => {
    const transport = createTransport({
      host: hostname,
      port: port === '' ? (isSecure ? 465 : 587) : Number(port),
      secure: isSecure,
      requireTLS: true,
      ...(username === '' ? {} : { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } }),
      ...(caFile === undefined ? {} : { tls: { ca: await readFile(caFile, 'utf8') } }),
      connectionTimeout: timeoutMs,
      greetingTimeout: timeoutMs,
      socketTimeout: timeoutMs,
    });
    try {
      await transport.sendMail({ from, to, subject: `K8s Resource Monitor: ${subject}`, text: body });
    } finally {
      transport.close();
    }
  };
}
