import { embedded } from '#renderer/chat/door.ts';
import { type FromChatFrame, type ToChatFrame, WIDGET_HELLO } from '#shared/contract/widget-messages.ts';

/** What leads to elements that the keyboard reaches, in order. */
const FOCUSABLE = 'button:not(:disabled), textarea, input:not([hidden]), [tabindex="0"], a[href]';

/** The page that embeds the chat, spoken to over a port that it alone handed in. Which pages may, the policy on frames says. */
export class Holder {
  readonly #onMessage: (message: Exclude<ToChatFrame, { kind: 'focus' }>) => void;
  #port: MessagePort | null = null;
  #unread = 0;

  constructor(onMessage: (message: Exclude<ToChatFrame, { kind: 'focus' }>) => void) {
    this.#onMessage = onMessage;
  }

  /** Listens for the page around; answers the way to stop. Does nothing on a page by itself. */
  start(): () => void {
    if (!embedded) return () => undefined;
    addEventListener('message', this.#hello);
    addEventListener('keydown', this.#escape);
    // Whoever is around is asked for a port; it says nothing that they do not know.
    window.parent.postMessage(WIDGET_HELLO, '*');
    return () => {
      removeEventListener('message', this.#hello);
      removeEventListener('keydown', this.#escape);
      this.#port?.close();
      this.#port = null;
    };
  }

  /** Says how many answers wait unread. */
  unread(count: number): void {
    this.#unread = count;
    this.#tell({ kind: 'unread', count });
  }

  #tell(message: FromChatFrame): void {
    this.#port?.postMessage(message);
  }

  readonly #hello = ({ source, data, ports: [port] }: MessageEvent<unknown>) => {
    if (source !== window.parent || data !== WIDGET_HELLO || port === undefined) return;
    this.#port?.close();
    this.#port = port;
    port.onmessage = ({ data: message }: MessageEvent<ToChatFrame>) => {
      if (message.kind === 'focus') focusAt(message.at);
      else this.#onMessage(message);
    };
    this.#tell({ kind: 'unread', count: this.#unread });
  };

  readonly #escape = (event: KeyboardEvent) => {
    // While an input method composes, Escape belongs to it.
    if (event.key !== 'Escape' || event.isComposing || event.defaultPrevented) return;
    this.#tell({ kind: 'close' });
  };
}

/** Takes the keyboard: at the place where one writes where there is one, else at the first control, or at the last. */
function focusAt(at: 'first' | 'last'): void {
  const all = [...document.querySelectorAll<HTMLElement>(FOCUSABLE)].filter((element) => element.offsetParent !== null);
  const writing = document.querySelector<HTMLElement>('.composer textarea');
  (at === 'last' ? all.at(-1) : (writing ?? document.querySelector<HTMLElement>('.primary') ?? all[0]))?.focus();
}
