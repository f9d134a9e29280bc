import type { Socket } from 'node:net';

/**
 * Closes a connection so that the other side sees a reset; one whose end is being said is only closed. A handle that is
 * reset then stays open, and Node waits for it for ever when the process is to end.
 */
export const resetSocket = (socket: Socket): void => {
  if (socket.writableEnded && !socket.writableFinished) socket.destroy();
  else socket.resetAndDestroy();
};
