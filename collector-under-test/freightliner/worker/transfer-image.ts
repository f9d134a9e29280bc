import type { Clock } from '../clock.ts';
import { createRegistryClient, type RegistryClient, type Upload } from '../registry/registry-client.ts';
import type { Transfer } from './messages.ts';

/** The parts of an image manifest that name blobs. */
interface Manifest {
  config: Descriptor;
  layers: Descriptor[];
}
interface Descriptor {
  digest: string;
  size: number;
}

/** What a transfer works with; one client a registry is kept by the caller. */
export interface TransferDeps {
  clock: Clock;
  clientOf: (config: Transfer['source'], timeoutMs: number) => RegistryClient;
  /** Told where the upload of a blob goes on, before each chunk. */
  onUpload: (digest: string, location: string) => void;
}

/** Copies the blobs that the destination lacks, then the manifest; gives what was copied. Throws `TransferError`. */
export async function transferImage(
  transfer: Transfer,
  deps: TransferDeps,
): Promise<{ bytes: number; layers: number }> {
  const { repository, tag, limits } = transfer;
  const source = deps.clientOf(transfer.source, limits.timeoutMs);
  const destination = deps.clientOf(transfer.destination, limits.timeoutMs);
  const fetched = await source.manifest(repository, tag);
  const manifest = JSON.parse(new TextDecoder().decode(fetched.body)) as Manifest;
  const copied = { bytes: 0, layers: 0 };
  for (const { digest } of [manifest.config, ...manifest.layers]) {
    if (await destination.hasBlob(repository, digest)) continue;
    const bytes = await source.blob(repository, digest);
    await copyBlob({ transfer, deps, destination, digest, bytes });
    copied.bytes += bytes.byteLength;
    copied.layers += 1;
  }
  await destination.putManifest(repository, tag, fetched);
  return copied;
}

interface BlobCopy {
  transfer: Transfer;
  deps: TransferDeps;
  destination: RegistryClient;
  digest: string;
  bytes: Uint8Array<ArrayBuffer>;
}

async function copyBlob({ transfer, deps, destination, digest, bytes }: BlobCopy): Promise<void> {
  const { repository, uploads, limits } = transfer;
  const interrupted = uploads[digest];
  const resumed = interrupted === undefined ? undefined : await destination.resumeUpload(interrupted);
  let upload: Upload = resumed ?? (await destination.startUpload(repository));
  while (upload.offset < bytes.byteLength) {
    deps.onUpload(digest, upload.location);
    const chunk = bytes.subarray(upload.offset, upload.offset + limits.chunkBytes);
    const begun = deps.clock.monotonic();
    upload = await destination.uploadChunk(upload, chunk);
    const leastMs = limits.bytesPerSecond === 0 ? 0 : (chunk.byteLength * 1_000) / limits.bytesPerSecond;
    if (leastMs > 0) await deps.clock.sleep(leastMs - (deps.clock.monotonic() - begun));
  }
  await destination.finishUpload(upload, digest);
}

/** Keeps one client for each registry of a worker, so that what it learnt of authentication is kept. */
export function keepClients(): TransferDeps['clientOf'] {
  const clients = new Map<string, RegistryClient>();
  return (config, timeoutMs) => {
    const known = clients.get(config.name) ?? createRegistryClient(config, timeoutMs);
    clients.set(config.name, known);
    return known;
  };
}
