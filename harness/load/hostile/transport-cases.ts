import { goodPayload } from './good-alerts.ts';
import type { HostileContext } from './hostile-context.ts';
import type { RawCase } from './raw-cases.ts';
import { rawHeaders, rawRequest } from './raw-exchange.ts';

type Cases = (context: HostileContext) => readonly RawCase[];

const megabyte = 1_000_000;

const post = ({ ingestPath, token }: HostileContext, headers: readonly string[], body = ''): string =>
  rawRequest(`POST ${ingestPath} HTTP/1.1`, [...rawHeaders(token), ...headers], body);

/** Bodies of 50 MB, declared and in chunks: refused before they are held. */
export const largeBodies: Cases = (context) => {
  const chunk = `${megabyte.toString(16)}\r\n${' '.repeat(megabyte)}\r\n`;
  const flood =
    (piece: string): NonNullable<RawCase['onConnected']> =>
    (socket) => {
      for (let sent = 0; sent < 50; sent += 1) socket.write(piece);
    };
  const allowed: RawCase['allowed'] = [413, 'closed'];
  return [
    { title: 'declared', bytes: post(context, [`Content-Length: ${50 * megabyte}`]), allowed: [413] },
    {
      ...{ title: 'declared and sent', bytes: post(context, [`Content-Length: ${50 * megabyte}`]), allowed },
      onConnected: flood(' '.repeat(megabyte)),
    },
    { title: 'in chunks', bytes: post(context, ['Transfer-Encoding: chunked']), allowed, onConnected: flood(chunk) },
  ];
};

/** What is not JSON by its type. */
export const contentTypes: Cases = ({ ingestPath, token }) =>
  [
    'text/plain',
    'application/xml',
    'multipart/form-data; boundary=x',
    'application/x-www-form-urlencoded',
    'x',
    '/',
  ].map((type) => {
    const headers = [
      `Content-Type: ${type}`,
      `Authorization: Bearer ${token}`,
      'Connection: close',
      'Content-Length: 2',
    ];
    return { title: type, bytes: rawRequest(`POST ${ingestPath} HTTP/1.1`, headers, '{}'), allowed: [415, 400] };
  });

/** More headers than anyone means. */
export const headerFloods: Cases = (context) => [
  {
    title: '10,000 headers',
    bytes: post(
      context,
      [...Array.from({ length: 10_000 }, (_none, index) => `X-${index}: y`), 'Content-Length: 2'],
      '{}',
    ),
    allowed: [431, 'closed'],
  },
  { title: 'a header of 1 MB', bytes: post(context, [`X-Long: ${'y'.repeat(megabyte)}`]), allowed: [431, 'closed'] },
  {
    title: 'a path of 1 MB',
    bytes: rawRequest(`GET /${'y'.repeat(megabyte)} HTTP/1.1`),
    allowed: [431, 414, 'closed'],
  },
];

/** No token, and tokens that are nearly right. */
export const wrongTokens: Cases = ({ ingestPath, token }) =>
  [
    '',
    'Bearer',
    'Bearer wrong-token-of-a-stranger',
    `Basic ${token}`,
    `Bearer ${token}x`,
    `Bearer ${token.slice(1)}`,
  ].map((value, index) => {
    const own = value === '' ? [] : [`Authorization: ${value}`];
    const body = goodPayload('unauthorised');
    const headers = [...own, 'Content-Type: application/json', 'Connection: close', `Content-Length: ${body.length}`];
    return { title: `token ${index}`, bytes: rawRequest(`POST ${ingestPath} HTTP/1.1`, headers, body), allowed: [401] };
  });

/** Ways out of the paths that there are. */
export const traversal: Cases = () =>
  [
    ...['/api/../../etc/passwd', '/..%2f..%2fetc%2fpasswd', '/%2e%2e/%2e%2e/etc/passwd', '/api/alerts/../../metrics'],
    ...['//etc/passwd', '/metrics/%00', '/%zz', '/api/alerts;x', '/\u00ff'],
  ].map((path) => ({
    title: encodeURI(path),
    bytes: Buffer.from(rawRequest(`GET ${path} HTTP/1.1`, ['Connection: close']), 'latin1'),
    allowed: [404, 400],
  }));

/** Methods that the paths do not have, and words that are none. */
export const methods: Cases = ({ ingestPath }) =>
  ['GET', 'PUT', 'DELETE', 'PATCH', 'TRACE', 'CONNECT', 'PROPFIND', 'BREW', 'post'].map((method) => ({
    title: method,
    bytes: rawRequest(`${method} ${ingestPath} HTTP/1.1`, ['Connection: close']),
    allowed: method === 'CONNECT' ? ['closed', 404, 400] : [404, 405, 400],
  }));
