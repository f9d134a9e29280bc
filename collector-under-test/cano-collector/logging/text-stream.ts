import type { DestinationStream } from 'pino';

/** Turns JSON log lines into `time LEVEL message key=value` lines. */
export function textStream(output: DestinationStream): DestinationStream {
  return { write: (line) => output.write(toText(JSON.parse(line) as Record<string, unknown>)) };
}

function toText({ time, level, msg, ...fields }: Record<string, unknown>): string {
  const pairs = Object.entries(fields).map(([key, value]) => ` ${key}=${JSON.stringify(value)}`);
  return `${String(time)} ${String(level).toUpperCase().padEnd(5)} ${String(msg)}${pairs.join('')}\n`;
}
