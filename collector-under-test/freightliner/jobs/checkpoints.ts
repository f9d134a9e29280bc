import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { replicationSchema, type Job } from './job.ts';

/** Where a job that was interrupted goes on. */
export interface Checkpoint {
  job: Job;
  uploads: Record<string, string>;
}

/** The jobs that are not done, on disk: each a folder whose `job.json` is as old as the job. */
export type Checkpoints = ReturnType<typeof openCheckpoints>;

const jobSchema = replicationSchema.extend({ id: z.string(), type: z.enum(['scheduled', 'requested']) });
const uploadsSchema = z.record(z.string(), z.string());

/** Opens the checkpoints below a folder. */
export function openCheckpoints(dataDir: string) {
  const root = join(dataDir, 'checkpoints');
  const fileOf = (id: string, name: string): string => join(root, id, name);
  return {
    async begin(job: Job): Promise<void> {
      await mkdir(join(root, job.id), { recursive: true });
      await write(fileOf(job.id, 'job.json'), job);
    },
    async saveUploads(id: string, uploads: Record<string, string>): Promise<void> {
      await write(fileOf(id, 'uploads.json'), uploads);
    },
    /** Unix milliseconds of the job's beginning. */
    async begunAt(id: string): Promise<number> {
      return (await stat(fileOf(id, 'job.json'))).mtimeMs;
    },
    async end(id: string): Promise<void> {
      await rm(join(root, id), { recursive: true, force: true });
    },
    /** Every unfinished job, the oldest first; what cannot be read is left out. */
    async unfinished(): Promise<Checkpoint[]> {
      await mkdir(root, { recursive: true });
      const found = await Promise.all((await readdir(root)).map((id) => readCheckpoint(join(root, id))));
      const dated = found.filter((each) => each !== undefined).sort((a, b) => a.begunAt - b.begunAt);
      return dated.map(({ job, uploads }) => ({ job, uploads }));
    },
  };
}

async function readCheckpoint(folder: string): Promise<(Checkpoint & { begunAt: number }) | undefined> {
  try {
    const file = join(folder, 'job.json');
    const job = jobSchema.parse(JSON.parse(await readFile(file, 'utf8')));
    const saved = await readFile(join(folder, 'uploads.json'), 'utf8').catch(() => '{}');
    const { mtimeMs: begunAt } = await stat(file);
    return { job, uploads: uploadsSchema.parse(JSON.parse(saved)), begunAt };
  } catch {
    return undefined;
  }
}

async function write(file: string, value: unknown): Promise<void> {
  await writeFile(`${file}.new`, JSON.stringify(value));
  await rename(`${file}.new`, file);
}
