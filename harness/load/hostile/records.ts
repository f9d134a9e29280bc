import type { RawAnswer } from './raw-exchange.ts';

/** The text of the answers that came over raw connections. */
export interface Records {
  note(answer: RawAnswer): void;
  text(): string;
}

/** Opens an empty record. */
export const openRecords = (): Records => {
  const texts = new Set<string>();
  return { note: ({ text }) => void texts.add(text), text: () => [...texts].join('\n') };
};
