interface Ipc {
  send(channel: string): void;
  on(channel: string, listener: (event: unknown, told: unknown) => void): unknown;
}

/** Asked and told on this channel. */
const CALL_CHANNEL = 'call-link';

/** Lets the page hear of calls that the system was asked to open; one listener, the newest. */
export function hearCalls(ipc: Ipc): (listener: (told: unknown) => void) => void {
  let tell: ((told: unknown) => void) | null = null;
  ipc.on(CALL_CHANNEL, (_event, told) => tell?.(told));
  return (listener) => {
    tell = listener;
    ipc.send(CALL_CHANNEL);
  };
}
