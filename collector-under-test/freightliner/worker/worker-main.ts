import { parentPort } from 'node:worker_threads';
import { systemClock } from '../clock.ts';
import { TransferError } from '../registry/transfer-error.ts';
import type { Transfer, TransferResult, WorkerMessage } from './messages.ts';
import { keepClients, transferImage } from './transfer-image.ts';

const clientOf = keepClients();
const tell = (message: WorkerMessage): void => parentPort?.postMessage(message);
const onUpload = (digest: string, location: string): void => tell({ kind: 'upload', digest, location });
const onHeld = (bytes: number): void => tell({ kind: 'held', bytes });

/** What a transfer has to expect is its result; anything else ends this thread, as its state can no longer be trusted. */
async function resultOf(transfer: Transfer): Promise<TransferResult> {
  try {
    const copied = await transferImage(transfer, { clock: systemClock, clientOf, onUpload, onHeld });
    return { outcome: 'success', ...copied };
  } catch (error) {
    if (!(error instanceof TransferError)) throw error;
    return { outcome: 'failure', type: error.type, message: error.message };
  }
}

parentPort?.on('message', (transfer: Transfer) => {
  void resultOf(transfer).then((result) => tell({ kind: 'result', result }));
});
