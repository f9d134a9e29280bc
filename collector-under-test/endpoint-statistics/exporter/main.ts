import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { renderPod } from './exposition.ts';
import { readOptions } from './options.ts';
import { readGroup } from './process-group.ts';

const { pidFile, ...pod } = readOptions(process.argv.slice(2));

const server = createServer((request, response) => {
  if (request.url !== '/metrics') {
    response.writeHead(404).end();
    return;
  }
  const group = Number(readFileSync(pidFile, 'utf8'));
  response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4' }).end(renderPod(pod, readGroup(group)));
});

server.listen(Number(process.env['PORT'] ?? 9_101), process.env['HOST'] ?? '0.0.0.0');
await once(server, 'listening');
const { address, port } = server.address() as AddressInfo;
process.stdout.write(`${JSON.stringify({ address, port, msg: 'listening' })}\n`);
