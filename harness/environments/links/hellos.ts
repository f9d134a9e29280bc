/** Asks a PostgreSQL whether it speaks TLS, which it answers without being told who asks. */
export const postgresHello = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]);

/** What makes a target answer without being asked anything, and that it counts as no request. */
export const hellos = {
  http: Buffer.from('x\r\n\r\n'),
  /** What speaks no TLS is told so before it has asked anything. */
  https: Buffer.from('GET / HTTP/1.0\r\n\r\n'),
  postgres: postgresHello,
};
