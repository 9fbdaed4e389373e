import type { WebSocket } from 'ws';
import type { Logger } from '#shared/lib/logger.ts';

/** Closes a socket whose frames are not JSON messages of the contract's protocol, before they reach its handler. */
export function refuseBadFrames(socket: WebSocket, logger: Logger): void {
  socket.prependListener('message', (data: Buffer, isBinary: boolean) => {
    if (!isBinary && isMessage(data.toString('utf8'))) return;
    logger.warn('frame: not a message of the contract', { bytes: data.length });
    socket.close(4400, isBinary ? 'binary frames are not taken' : 'the frame is not a message');
  });
}

function isMessage(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && 'i' in value;
  } catch {
    return false;
  }
}
