import { goodPayload } from './good-alerts.ts';
import type { HostileContext } from './hostile-context.ts';
import type { RawCase } from './raw-cases.ts';
import { rawHeaders, rawRequest } from './raw-exchange.ts';

/** Requests whose end is ambiguous, which two servers in a row would divide differently. */
export const smuggling = ({ ingestPath, token }: HostileContext): readonly RawCase[] => {
  const hidden = rawRequest('GET /metrics HTTP/1.1');
  const send = (title: string, headers: readonly string[], body: string): RawCase => ({
    title,
    bytes: rawRequest(`POST ${ingestPath} HTTP/1.1`, [...rawHeaders(token), ...headers], body),
    allowed: [400],
  });
  return [
    send('two lengths', ['Content-Length: 2', 'Content-Length: 60'], `{}${hidden}`),
    send('length and chunks', ['Content-Length: 5', 'Transfer-Encoding: chunked'], `0\r\n\r\n${hidden}`),
    send('chunks that are not the last encoding', ['Transfer-Encoding: chunked, identity'], `0\r\n\r\n${hidden}`),
    send('a negative length', ['Content-Length: -1'], hidden),
    send('a space before the colon', ['Content-Length : 2'], `{}${hidden}`),
    send('a chunk length that is no number', ['Transfer-Encoding: chunked'], `zz\r\n{}\r\n0\r\n\r\n`),
  ];
};

/** Old, odd and impatient clients: each request gets its one answer. */
export const oddClients = (context: HostileContext): readonly RawCase[] => {
  const { ingestPath, url } = context;
  const health = rawRequest('GET /health HTTP/1.1');
  const last = rawRequest('GET /health HTTP/1.1', ['Connection: close']);
  const half = rawRequest(`POST ${ingestPath} HTTP/1.1`, [...rawHeaders(context.token), 'Content-Length: 900'], '{"a');
  return [
    { title: 'HTTP/1.0', bytes: 'GET /health HTTP/1.0\r\n\r\n', allowed: [200] },
    {
      title: 'an absolute URI',
      bytes: rawRequest(`GET ${url}/health HTTP/1.1`, ['Connection: close']),
      allowed: [200, 404],
    },
    { title: 'pipelined', bytes: health + health + last, allowed: [200], answers: 3 },
    { title: 'half closed', bytes: last, allowed: [200], halfClose: true },
    { title: 'half closed in the body', bytes: half, allowed: [400, 'closed'], halfClose: true },
    {
      title: 'closed in the body',
      bytes: half,
      allowed: [400, 'closed'],
      onConnected: (socket) => socket.resetAndDestroy(),
    },
    { title: 'no host', bytes: 'GET /health HTTP/1.1\r\n\r\n', allowed: [400], bare: true },
    { title: 'no HTTP', bytes: '\u0016\u0003\u0001\u0002\u0000\u0001\r\n\r\n', allowed: [400] },
    {
      ...{ title: 'an alert in one chunk', allowed: [202] },
      bytes: chunked(context, goodPayload('chunked-by-hand')),
    },
  ];
};

const chunked = ({ ingestPath, token }: HostileContext, body: string): string =>
  rawRequest(
    `POST ${ingestPath} HTTP/1.1`,
    [...rawHeaders(token), 'Transfer-Encoding: chunked'],
    `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`,
  );
