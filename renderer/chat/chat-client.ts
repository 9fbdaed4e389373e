import { createORPCClient, ORPCError } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import type { ContractRouterClient } from '@orpc/contract';
import { WebSocket as ReconnectingSocket } from 'partysocket';
import { type ChatState, emptyChat, type Pending, withConfirmed, withFrame } from '#renderer/chat/chat-state.ts';
import { socketUrl } from '#renderer/chat/door.ts';
import { forgetDraft, keepContact, keepPending, keptContact, keptPending, toPending } from '#renderer/chat/kept-chat.ts';
import { follow } from '#renderer/transport/follow.ts';
import { type UploadCalls, uploadFile } from '#renderer/transport/upload.ts';
import type { Attachment } from '#shared/case/attachment.ts';
import type { ChatContact, ChatFrame, chatContract } from '#shared/contract/chat-contract.ts';
import type { UploadFault } from '#shared/contract/errors.ts';
import { backoff } from '#shared/lib/backoff.ts';
import type { CommandId, EventId } from '#shared/lib/ids.ts';
import type { Language } from '#shared/lib/localized.ts';
import type { Result } from '#shared/lib/result.ts';
import { SECOND } from '#shared/lib/time.ts';

type Client = ContractRouterClient<typeof chatContract>;

const TYPING_MS = 2 * SECOND;
/** A line that does not answer for so long is taken for dead: a phone that changed networks hears nothing of it. */
const ANSWER_MS = 15 * SECOND;
/** After so long what was too much just now is sent again. */
const AGAIN_MS = 5 * SECOND;

/** One customer's connection to the desk: what is shown, kept and sent. Views subscribe to its state. */
export class ChatClient {
  readonly #client: Client;
  readonly #socket: ReconnectingSocket;
  readonly #listeners = new Set<() => void>();
  readonly #onAnother: () => void;
  #state: ChatState = { ...emptyChat, pending: keptPending() };
  #language: Language;
  #typedAt = 0;
  #readUpTo: EventId | null = null;
  /** Whether the customer has the page before them; a frame may be put away. */
  #shown = true;
  #sending = false;
  /** Who the customer is may be another in a moment: nothing leaves until it is known. */
  #held = false;
  #stopped = false;
  #again: number | null = null;
  #tries = 0;
  readonly #stops: (() => void)[] = [];

  /** `onAnother` is called when the thread is somebody else's by now; this one is over then. */
  constructor(language: Language, onAnother: () => void) {
    this.#language = language;
    this.#onAnother = onAnother;
    this.#socket = new ReconnectingSocket(socketUrl, undefined, { maxReconnectionDelay: 5_000, minReconnectionDelay: 300 });
    this.#client = createORPCClient<Client>(new RPCLink({ websocket: this.#socket as unknown as WebSocket }));
    this.#socket.addEventListener('close', () => this.#change({ connected: false }));
    this.#socket.addEventListener('open', () => {
      this.#change({ connected: true });
      void this.#send();
    });
  }

  start(): void {
    // The browser knows of a lost network long before its connections do.
    const lost = () => this.#change({ connected: false });
    const back = () => this.reconnect();
    addEventListener('offline', lost);
    addEventListener('online', back);
    this.#stops.push(
      () => removeEventListener('offline', lost),
      () => removeEventListener('online', back),
      follow(
        (signal) => this.#client.follow({ after: this.#state.toldUpTo, marked: true }, { signal }),
        (frame) => this.#take(frame),
      ),
    );
    // A desk whose customers have phones of their own shows none; it says so once, and is not asked again.
    const stopPhone = follow(
      (signal) => this.#client.phone(undefined, { signal }),
      ({ texts }) => this.#change({ phone: texts }),
      (_state, cause) => {
        if (cause instanceof ORPCError && cause.code === 'NOT_ALLOWED') stopPhone();
      },
    );
    this.#stops.push(stopPhone);
  }

  /** Ends it; what still waited for an answer is neither kept nor told any more: another customer may be in this browser by now. */
  stop(): void {
    this.#stopped = true;
    for (const stop of this.#stops.splice(0)) stop();
    if (this.#again !== null) clearTimeout(this.#again);
    this.#socket.close();
  }

  /** Sends nothing of what is kept until it may again. */
  hold(held: boolean): void {
    this.#held = held;
    if (!held) void this.#send();
  }

  /** Opens the connection anew: the network is another, or the customer is known better than before. */
  reconnect(): void {
    this.#socket.reconnect();
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  state = (): ChatState => this.#state;

  setLanguage(language: Language): void {
    this.#language = language;
  }

  setShown(shown: boolean): void {
    this.#shown = shown;
    this.markRead();
  }

  /** Keeps a message and sends it; it stays until the desk confirms it, over reloads and lost connections. */
  send(text: string, attachments: readonly Attachment[]): void {
    this.#setPending([...this.#state.pending, toPending(text, attachments, this.#state.mark)]);
    // What is typed from here on is another message.
    this.typed();
    void this.#send();
  }

  retry(commandId: CommandId): void {
    this.#mark(commandId, null);
    void this.#send();
  }

  /** Says who writes where the desk asked for it, and sends what waited for that. */
  introduce(contact: ChatContact): void {
    keepContact(contact);
    this.#set({ ...this.#state, lacks: null, pending: this.#state.pending.map((one) => ({ ...one, failed: null })) });
    void this.#send();
  }

  /** How the contact was; rejects where the desk would not take it. */
  async rate(score: number, text: string): Promise<void> {
    await this.#client.rate({ commandId: crypto.randomUUID() as CommandId, score, text, mark: this.#state.mark ?? undefined });
  }

  /** Says that the customer is typing, at most every two seconds. */
  typing(): void {
    const now = Date.now();
    if (now - this.#typedAt < TYPING_MS || !this.#state.connected) return;
    this.#typedAt = now;
    this.#client.typing().catch(() => undefined);
  }

  /** Says that the customer types no longer, where the desk believes that they do. */
  typed(): void {
    if (this.#typedAt === 0) return;
    this.#typedAt = 0;
    // A desk that does not know of this, as an older one, lets it fade.
    if (this.#state.connected) this.#client.typed().catch(() => undefined);
  }

  /** Tells the desk that its newest answer was seen, when the page is in front. */
  markRead(): void {
    if (!this.#shown || document.visibilityState !== 'visible') return;
    const newest = this.#state.messages.findLast((message) => message.from === 'agent');
    if (this.#state.unread > 0) this.#change({ unread: 0 });
    if (!newest || newest.id === this.#readUpTo) return;
    this.#readUpTo = newest.id;
    this.#client.read({ upTo: newest.id }).catch(() => {
      this.#readUpTo = null;
    });
  }

  upload(file: File, onProgress: (share: number) => void): Promise<Result<Attachment, UploadFault>> {
    const { upload } = this.#client;
    const calls: UploadCalls = {
      begin: (name, size) => upload.begin({ name, size }),
      chunk: (id, data) => upload.chunk({ upload: id, data }),
      finish: (id) => upload.finish({ upload: id }),
    };
    return uploadFile(calls, file, onProgress);
  }

  /** A file's bytes as a blob of its sniffed type. */
  async attachment(file: Attachment): Promise<Blob> {
    const { data } = await this.#client.attachment({ blob: file.blob });
    return new Blob([Uint8Array.from(atob(data), (c) => c.charCodeAt(0))], { type: file.type });
  }

  #take(frame: ChatFrame): void {
    const { mark } = this.#state;
    if (frame.kind === 'thread' && mark !== null && mark !== frame.mark) {
      this.#leave();
      return;
    }
    this.#set(withFrame(this.#state, frame, Date.now()));
    if (frame.kind === 'messages') this.markRead();
    // Who has a case is asked no more who they are.
    if (frame.kind === 'status' && frame.status !== 'new') keepContact(null);
  }

  /** Another customer began in this browser, beside this page: the connection is theirs, and what is here is not. */
  #leave(): void {
    this.#setPending([]);
    keepContact(null);
    forgetDraft((whose) => whose === this.#state.mark);
    this.stop();
    this.#onAnother();
  }

  /** Sends what is kept, one after another and in order, until nothing is left or the line does not take it. */
  async #send(): Promise<void> {
    if (this.#sending) return;
    this.#sending = true;
    try {
      for (;;) {
        const next = this.#state.pending.find(({ failed }) => failed !== 'refused');
        if (!next || !this.#state.connected || this.#held || this.#stopped) return;
        if (next.failed !== null) this.#mark(next.commandId, null);
        const failed = await this.#deliver(next);
        if (failed === null) {
          this.#tries = 0;
          continue;
        }
        this.#mark(next.commandId, failed);
        if (failed !== 'refused') return this.#sendAgain(failed === 'slow' ? AGAIN_MS : backoff(this.#tries++, Math.random, 300, 10_000));
      }
    } finally {
      this.#sending = false;
    }
  }

  #sendAgain(after: number): void {
    if (this.#again !== null || this.#stopped) return;
    this.#again = window.setTimeout(() => {
      this.#again = null;
      void this.#send();
    }, after);
  }

  async #deliver({ commandId, text, attachments, mark }: Pending): Promise<Pending['failed']> {
    const signal = AbortSignal.timeout(ANSWER_MS);
    const contact = keptContact();
    const input = { commandId, text, attachments: [...attachments], language: this.#language, contact, mark };
    try {
      const { message } = await this.#client.send(input, { signal });
      this.#set(withConfirmed(this.#state, message));
      return null;
    } catch (cause) {
      if (signal.aborted) this.reconnect();
      if (!(cause instanceof ORPCError)) return 'connection';
      // What the contract names has no status of its own.
      if (cause.defined ? cause.code === 'UNAVAILABLE' : cause.status >= 500) return 'connection';
      const { place, fault } = (cause.data ?? {}) as { place?: string; fault?: string };
      if (fault === 'too-many-messages') return 'slow';
      if (fault === 'another-thread') this.#setPending(this.#state.pending.filter((one) => one.commandId !== commandId));
      if (cause.code === 'NOT_ALLOWED') this.#change({ blocked: true });
      if (place?.startsWith('contact')) this.#change({ lacks: fault === 'needed-while-away' ? 'address' : 'form' });
      return 'refused';
    }
  }

  #mark(commandId: CommandId, failed: Pending['failed']): void {
    this.#setPending(this.#state.pending.map((one) => (one.commandId === commandId ? { ...one, failed } : one)));
  }

  #setPending(pending: readonly Pending[]): void {
    this.#set({ ...this.#state, pending });
  }

  #change(part: Partial<ChatState>): void {
    this.#set({ ...this.#state, ...part });
  }

  #set(state: ChatState): void {
    if (this.#stopped) return;
    if (state.pending !== this.#state.pending) keepPending(state.pending, this.#state.pending);
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}
