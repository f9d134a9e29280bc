import type { Engine } from './open-engine.ts';

type Line = { readonly stream?: string; readonly error?: string };

/** Waits for the end of a build or a pull and gives what it said; throws what the engine says went wrong. */
export const followProgress = async (engine: Engine, stream: NodeJS.ReadableStream): Promise<string> => {
  const lines = await new Promise<Line[]>((resolve, reject) => {
    engine.modem.followProgress(stream, (error, output) => {
      if (error === null) resolve(output as Line[]);
      else reject(error);
    });
  });
  const said = lines.map(({ stream: text = '' }) => text).join('');
  const failed = lines.find(({ error }) => error !== undefined);
  if (failed === undefined) return said;
  throw new Error(`${failed.error ?? ''}; its last lines:\n${said.trimEnd().split('\n').slice(-8).join('\n')}`);
};
