import { resolveTool } from '../resolve.ts';
import { pinsWithRelease } from './release-server.ts';

/** A run of its own: node resolve-process.ts <url> <sha256> prints the resolved tool. */
const [url = '', sha256 = ''] = process.argv.slice(2);
const tool = await resolveTool('toxiproxy-server', { pins: pinsWithRelease({ url, format: 'raw' }, sha256) });
process.stdout.write(JSON.stringify(tool));
