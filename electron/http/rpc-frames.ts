import type { WebSocket } from 'ws';
import { isRequestFrame } from '#shared/contract/request-frame.ts';
import type { Logger } from '#shared/lib/logger.ts';

type FrameSocket = Pick<WebSocket, 'addEventListener' | 'send'>;
type Listener = (event: { readonly data: string } | undefined) => void;

/**
 * The socket as the handler of calls sees it: only messages of the contract's protocol reach it. The first frame that
 * is none closes the connection, and nothing is heard after that, whether or not the page ends its side.
 */
export function checkedFrames(socket: WebSocket, logger: Logger): FrameSocket {
  const check = (give: Listener) => (data: Buffer, isBinary: boolean) => {
    if (socket.readyState !== socket.OPEN) return;
    const text = isBinary ? null : data.toString('utf8');
    if (isRequestFrame(text)) return give({ data: text });
    logger.warn('frame: not a message of the contract', { bytes: data.length });
    socket.close(4400, isBinary ? 'binary frames are not taken' : 'the frame is not a message');
  };
  const addEventListener = (type: 'message' | 'close', listener: Listener) => {
    if (type === 'message') socket.on('message', check(listener));
    else socket.on('close', () => listener(undefined));
  };
  return { addEventListener, send: socket.send.bind(socket) } as FrameSocket;
}
