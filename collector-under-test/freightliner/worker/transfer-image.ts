import type { Clock } from '../clock.ts';
import {
  createRegistryClient,
  type Descriptor,
  type RegistryClient,
  type Upload,
} from '../registry/registry-client.ts';
import type { Transfer } from './messages.ts';

/** The parts of an image manifest that name blobs. */
interface Manifest {
  config: Descriptor;
  layers: Descriptor[];
}

/** What a transfer works with; one client a registry is kept by the caller. */
export interface TransferDeps {
  clock: Clock;
  clientOf: (config: Transfer['source'], timeoutMs: number) => RegistryClient;
  /** Told where the upload of a blob goes on, before each chunk. */
  onUpload: (digest: string, location: string) => void;
  /** Told how many bytes of blobs are in memory, when that changes. */
  onHeld: (bytes: number) => void;
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
  for (const descriptor of [manifest.config, ...manifest.layers]) {
    const { digest } = descriptor;
    if (await destination.hasBlob(repository, digest)) continue;
    const bytes = await source.blob(repository, descriptor, async (read) => {
      deps.onHeld(descriptor.size);
      await pause(transfer, deps, read);
    });
    await copyBlob({ transfer, deps, destination, digest, bytes });
    deps.onHeld(0);
    copied.bytes += bytes.byteLength;
    copied.layers += 1;
  }
  await destination.putManifest(repository, tag, fetched);
  return copied;
}

/** Waits as long as so many bytes take at the least, less what has passed. */
async function pause({ limits }: Transfer, { clock }: TransferDeps, bytes: number, passedMs = 0): Promise<void> {
  const leastMs = limits.bytesPerSecond === 0 ? 0 : (bytes * 1_000) / limits.bytesPerSecond;
  if (leastMs > 0) await clock.sleep(leastMs - passedMs);
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
    await pause(transfer, deps, chunk.byteLength, deps.clock.monotonic() - begun);
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
