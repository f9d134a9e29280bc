import { createHash } from 'node:crypto';
import type { RegistryConfig } from '../settings.ts';
import { createRegistryHttp, reach } from './registry-http.ts';
import { TransferError } from './transfer-error.ts';

/** A manifest as it stands in the registry. */
export interface FetchedManifest {
  mediaType: string;
  body: Uint8Array<ArrayBuffer>;
}

/** A blob as a manifest names it. */
export interface Descriptor {
  digest: string;
  size: number;
}

/** Where an upload goes on. */
export interface Upload {
  location: string;
  offset: number;
}

/** One registry by the OCI distribution API; every method throws `TransferError`. */
export type RegistryClient = ReturnType<typeof createRegistryClient>;

const manifestTypes = [
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
].join(', ');

/** The digest of bytes, as registries name them. */
export function digestOf(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

/** Told of every piece that was read, and waited for before the next is. */
export type Pace = (bytes: number) => Promise<void>;

/**
 * Fills one buffer, so that a large body is in memory once; undefined when it has another size. The memory is taken at
 * once, so that what does not fit fails before anything is read.
 */
async function readSized({ body }: Response, size: number, pace: Pace): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const bytes = new Uint8Array(size).fill(0);
  let read = 0;
  for await (const chunk of (body ?? []) as AsyncIterable<Uint8Array>) {
    if (read + chunk.byteLength > size) return undefined;
    bytes.set(chunk, read);
    read += chunk.byteLength;
    await pace(chunk.byteLength);
  }
  return read === size ? bytes : undefined;
}

/** Gives the client of a registry; `timeoutMs` is for each request, to the end of its body. */
export function createRegistryClient(config: RegistryConfig, timeoutMs: number) {
  const send = createRegistryHttp(config, timeoutMs);
  const bytesOf = (response: Response) => reach(config, async () => new Uint8Array(await response.arrayBuffer()));
  return {
    /** Whether it answers at all, as an API of version 2. */
    async ping(): Promise<void> {
      const response = await send({ method: 'GET', address: '/v2/', accept: [200] });
      await bytesOf(response);
    },
    async manifest(repository: string, tag: string): Promise<FetchedManifest> {
      const address = `/v2/${repository}/manifests/${tag}`;
      const response = await send({ method: 'GET', address, headers: { accept: manifestTypes }, accept: [200] });
      return { mediaType: response.headers.get('content-type') ?? '', body: await bytesOf(response) };
    },
    async putManifest(repository: string, tag: string, { mediaType, body }: FetchedManifest): Promise<void> {
      const headers = { 'content-type': mediaType };
      await send({ method: 'PUT', address: `/v2/${repository}/manifests/${tag}`, headers, body, accept: [201] });
    },
    async hasBlob(repository: string, digest: string): Promise<boolean> {
      const address = `/v2/${repository}/blobs/${digest}`;
      return (await send({ method: 'HEAD', address, accept: [200, 404] })).status === 200;
    },
    /** Gives a blob whose size and digest were checked. */
    async blob(repository: string, { digest, size }: Descriptor, pace: Pace): Promise<Uint8Array<ArrayBuffer>> {
      const response = await send({ method: 'GET', address: `/v2/${repository}/blobs/${digest}`, accept: [200] });
      const bytes = await reach(config, () => readSized(response, size, pace));
      if (bytes === undefined || digestOf(bytes) !== digest)
        throw new TransferError('digest', `${config.name}: ${digest} holds other bytes`);
      return bytes;
    },
    ...uploadsOf(send),
  };
}

function uploadsOf(send: ReturnType<typeof createRegistryHttp>) {
  const locationOf = (response: Response): string => {
    const location = response.headers.get('location');
    if (location === null) throw new TransferError('status', 'an upload was accepted without a location');
    return location;
  };
  return {
    async startUpload(repository: string): Promise<Upload> {
      const response = await send({ method: 'POST', address: `/v2/${repository}/blobs/uploads/`, accept: [202] });
      return { location: locationOf(response), offset: 0 };
    },
    /** Where an interrupted upload goes on; undefined when the registry no longer knows it. */
    async resumeUpload(address: string): Promise<Upload | undefined> {
      const response = await send({ method: 'GET', address, accept: [204, 404] });
      if (response.status === 404) return undefined;
      const last = Number(/^(?:bytes=)?0-(\d+)$/.exec(response.headers.get('range') ?? '')?.[1] ?? 0);
      return { location: locationOf(response), offset: last === 0 ? 0 : last + 1 };
    },
    async uploadChunk({ location, offset }: Upload, body: Uint8Array<ArrayBuffer>): Promise<Upload> {
      const end = offset + body.byteLength;
      const headers = { 'content-type': 'application/octet-stream', 'content-range': `${offset}-${end - 1}` };
      const response = await send({ method: 'PATCH', address: location, headers, body, accept: [202] });
      return { location: locationOf(response), offset: end };
    },
    async finishUpload({ location }: Upload, digest: string): Promise<void> {
      const separator = location.includes('?') ? '&' : '?';
      const address = `${location}${separator}digest=${encodeURIComponent(digest)}`;
      await send({ method: 'PUT', address, accept: [201] });
    },
  };
}
