import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { forgetChat, keepPending, keptPending, toPending } from '#renderer/chat/kept-chat.ts';

/** A connection that is opened and closed by hand, and answers nothing. */
class HandSocket extends EventTarget {
  static readonly CONNECTING = 0;
  static readonly OPEN = 1;
  static readonly CLOSING = 2;
  static readonly CLOSED = 3;
  static opened: HandSocket[] = [];
  readonly sent: string[] = [];
  readyState = 0;

  constructor() {
    super();
    HandSocket.opened.push(this);
  }

  open(): void {
    this.readyState = 1;
    this.dispatchEvent(new Event('open'));
  }

  send(data: string): void {
    this.sent.push(data);
  }

  close(): void {
    this.readyState = 3;
    this.dispatchEvent(new CloseEvent('close', { code: 1000 }));
  }
}

/** What a browser's pages share. */
function storage() {
  const all = new Map<string, string>();
  return {
    getItem: (name: string) => all.get(name) ?? null,
    setItem: (name: string, value: string) => void all.set(name, value),
    removeItem: (name: string) => void all.delete(name),
  };
}

const words = () => keptPending().map(({ text }) => text);

/** A client whose connection stands. */
async function connected() {
  const { ChatClient } = await import('#renderer/chat/chat-client.ts');
  const client = new ChatClient('en', () => undefined);
  await vi.waitFor(() => expect(HandSocket.opened).not.toEqual([]));
  const [socket] = HandSocket.opened;
  if (!socket) throw new Error('Nothing was opened.');
  return { client, socket };
}

beforeEach(() => {
  HandSocket.opened = [];
  const page = { setTimeout, parent: null as unknown };
  page.parent = page;
  vi.stubGlobal('window', page);
  vi.stubGlobal('location', { protocol: 'http:', host: 'desk.test' });
  vi.stubGlobal('localStorage', storage());
  vi.stubGlobal('WebSocket', HandSocket);
});

afterEach(() => {
  vi.unstubAllGlobals();
});

describe('The words of a customer', () => {
  it('that were on their way as another customer began are not kept for that one', async () => {
    const { client, socket } = await connected();
    socket.open();
    client.send('my card was stolen', []);
    await vi.waitFor(() => expect(socket.sent.join()).toContain('my card was stolen'));
    expect(words()).toEqual(['my card was stolen']);
    forgetChat();
    client.stop();
    await nextTurn();
    expect(words()).toEqual([]);
  });

  it('do not leave while it is not known whose connection it will be, and leave then', async () => {
    const { client, socket } = await connected();
    client.hold(true);
    socket.open();
    client.send('hello', []);
    await nextTurn();
    expect(socket.sent).toEqual([]);
    client.hold(false);
    await vi.waitFor(() => expect(socket.sent.join()).toContain('hello'));
    client.stop();
  });

  it('are kept over what other pages of the same browser send', () => {
    const [mine, theirs] = [toPending('from here'), toPending('from another page')];
    keepPending([mine]);
    keepPending([theirs]);
    expect(words()).toEqual(['from here', 'from another page']);
    keepPending([], [theirs]);
    expect(words()).toEqual(['from here']);
    keepPending([{ ...mine, failed: 'refused' }], [mine]);
    expect(keptPending()).toEqual([{ ...mine, failed: 'refused' }]);
    keepPending([], [mine]);
    expect(words()).toEqual([]);
  });
});
