import { createInterface } from 'node:readline';

/** Holds as many bytes as each line says, until its input ends with the monitor. */
const held: Buffer[] = [];
for await (const line of createInterface({ input: process.stdin })) held.push(Buffer.alloc(Number(line), 1));
