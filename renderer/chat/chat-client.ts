import { createORPCClient, ORPCError } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import type { ContractRouterClient } from '@orpc/contract';
import { WebSocket as ReconnectingSocket } from 'partysocket';
import { type ChatState, emptyChat, type Pending, withFrame } from '#renderer/chat/chat-state.ts';
import { follow } from '#renderer/transport/follow.ts';
import { type UploadCalls, uploadFile } from '#renderer/transport/upload.ts';
import type { Attachment } from '#shared/case/attachment.ts';
import type { chatContract } from '#shared/contract/chat-contract.ts';
import type { UploadFault } from '#shared/contract/errors.ts';
import type { CommandId, EventId } from '#shared/lib/ids.ts';
import type { Language } from '#shared/lib/localized.ts';
import type { Result } from '#shared/lib/result.ts';

type Client = ContractRouterClient<typeof chatContract>;

const KEPT = 'chat.pending';
const TYPING_MS = 2_000;

function keptPending(): readonly Pending[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEPT) ?? '[]');
    return Array.isArray(kept) ? (kept as Pending[]) : [];
  } catch {
    return [];
  }
}

/** One customer's connection to the desk: what is shown, kept and sent. Views subscribe to its state. */
export class ChatClient {
  readonly #client: Client;
  readonly #socket: ReconnectingSocket;
  readonly #listeners = new Set<() => void>();
  readonly #sending = new Set<CommandId>();
  #state: ChatState = { ...emptyChat, pending: keptPending() };
  #language: Language;
  #typedAt = 0;
  #readUpTo: EventId | null = null;
  readonly #stops: (() => void)[] = [];

  constructor(language: Language) {
    this.#language = language;
    this.#socket = new ReconnectingSocket(`ws://${location.host}/chat`, undefined, { maxReconnectionDelay: 5_000, minReconnectionDelay: 300 });
    this.#client = createORPCClient<Client>(new RPCLink({ websocket: this.#socket as unknown as WebSocket }));
    this.#socket.addEventListener('close', () => this.#change({ connected: false }));
    this.#socket.addEventListener('open', () => {
      this.#change({ connected: true });
      for (const pending of this.#state.pending) if (pending.failed !== 'refused') void this.#deliver(pending);
    });
  }

  start(): void {
    this.#stops.push(
      follow(
        (signal) => this.#client.follow({ after: this.#state.messages.at(-1)?.id ?? null }, { signal }),
        (frame) => {
          this.#set(withFrame(this.#state, frame, Date.now()));
          if (frame.kind === 'messages') this.markRead();
        },
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

  stop(): void {
    for (const stop of this.#stops.splice(0)) stop();
    this.#socket.close();
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  state = (): ChatState => this.#state;

  setLanguage(language: Language): void {
    this.#language = language;
  }

  /** Keeps a message and sends it; it stays until the desk confirms it, over reloads and lost connections. */
  send(text: string, attachments: readonly Attachment[]): void {
    const pending: Pending = { commandId: crypto.randomUUID() as CommandId, text, attachments, at: Date.now(), failed: null };
    this.#setPending([...this.#state.pending, pending]);
    // What is typed from here on is another message.
    this.#typedAt = 0;
    void this.#deliver(pending);
  }

  retry(commandId: CommandId): void {
    const pending = this.#state.pending.find((one) => one.commandId === commandId);
    if (pending) void this.#deliver(pending);
  }

  /** Says that the customer is typing, at most every two seconds. */
  typing(): void {
    const now = Date.now();
    if (now - this.#typedAt < TYPING_MS || !this.#state.connected) return;
    this.#typedAt = now;
    this.#client.typing().catch(() => undefined);
  }

  /** Tells the desk that its newest answer was seen, when the page is in front. */
  markRead(): void {
    const newest = this.#state.messages.findLast((message) => message.from === 'agent');
    if (!newest || newest.id === this.#readUpTo || document.visibilityState !== 'visible') return;
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

  async #deliver(pending: Pending): Promise<void> {
    const { commandId, text, attachments } = pending;
    if (this.#sending.has(commandId)) return;
    this.#sending.add(commandId);
    this.#mark(commandId, null);
    try {
      const { message } = await this.#client.send({ commandId, text, attachments: [...attachments], language: this.#language });
      this.#set(withFrame(this.#state, { kind: 'messages', messages: [message] }, Date.now()));
    } catch (cause) {
      const refused = typeof cause === 'object' && cause !== null && 'defined' in cause && cause.defined === true;
      this.#mark(commandId, refused ? 'refused' : 'connection');
    } finally {
      this.#sending.delete(commandId);
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
    if (state.pending !== this.#state.pending) localStorage.setItem(KEPT, JSON.stringify(state.pending));
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}
