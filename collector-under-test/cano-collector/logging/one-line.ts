import type { DestinationStream } from 'pino';

// What a terminal or a reader of lines acts upon, and JSON need not escape: C1 controls, line and paragraph separator.
const acting = /[\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;

/** Escapes what breaks a line for some readers, so that a JSON record stays one line for all. */
export function oneLineStream(output: DestinationStream): DestinationStream {
  return { write: (line) => output.write(line.replace(acting, escape)) };
}

function escape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
