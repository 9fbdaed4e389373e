import type { WidgetTexts } from '#renderer/i18n/en/widget.ts';
import { styles } from '#renderer/widget/styles.ts';
import { type FromChatFrame, type ToChatFrame, WIDGET_HELLO } from '#shared/contract/widget-messages.ts';

interface Options {
  /** Where the chat's page is served, `https://chat.example`. */
  readonly chatOrigin: string;
  readonly language: string;
  readonly texts: WidgetTexts;
  readonly identity: string | null;
  readonly onOpen: (open: boolean) => void;
}

function make<K extends keyof HTMLElementTagNameMap>(tag: K, set: Readonly<Record<string, string>>, ...inside: (Node | string)[]): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(set)) element.setAttribute(name, value);
  element.append(...inside);
  return element;
}

const bubble = () => {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  for (const [name, value] of Object.entries({ viewBox: '0 0 24 24', width: '28', height: '28', fill: 'currentColor', 'aria-hidden': 'true' }))
    svg.setAttribute(name, value);
  const shape = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  shape.setAttribute('d', 'M5 3h14a3 3 0 0 1 3 3v8a3 3 0 0 1-3 3h-6l-5 4.500V17H5a3 3 0 0 1-3-3V6a3 3 0 0 1 3-3z');
  svg.append(shape);
  return svg;
};

/**
 * A button and a panel on a page of somebody else. The panel holds the chat's own page in a frame: what is typed there
 * and who the visitor is stays out of reach of the page's scripts, and the page's out of reach of ours. The frame is
 * loaded when the panel is opened first, so that a page that nobody chats on pays for this script alone.
 */
export class Panel {
  readonly #options: Options;
  readonly #host = document.createElement('div');
  readonly #box: HTMLDivElement;
  readonly #launcher: HTMLButtonElement;
  readonly #panel: HTMLDivElement;
  readonly #count: HTMLSpanElement;
  readonly #told: HTMLDivElement;
  #identity: string | null;
  #frame: HTMLIFrameElement | null = null;
  #port: MessagePort | null = null;
  #unread = 0;
  /** Where the keyboard was when the panel was opened. */
  #before: HTMLElement | null = null;

  constructor(options: Options) {
    this.#options = options;
    this.#identity = options.identity;
    const { texts } = options;
    this.#count = make('span', { class: 'count', 'aria-hidden': 'true', hidden: '' });
    this.#launcher = make(
      'button',
      { type: 'button', class: 'launcher', 'aria-expanded': 'false', 'aria-controls': 'panel', 'aria-label': texts.open },
      bubble(),
      this.#count,
    );
    const close = make('button', { type: 'button', class: 'close', 'aria-label': texts.close }, '×');
    const title = make('span', { class: 'title', id: 'title' }, texts.title);
    // The keyboard stays in the open panel: who leaves at one end comes in at the other.
    const [top, bottom] = [make('div', { tabindex: '0' }), make('div', { tabindex: '0' })];
    top.addEventListener('focus', () => this.#focusFrame('last'));
    bottom.addEventListener('focus', () => close.focus());
    this.#panel = make(
      'div',
      { class: 'panel', id: 'panel', role: 'dialog', 'aria-modal': 'true', 'aria-labelledby': 'title', hidden: '' },
      top,
      make('div', { class: 'bar' }, title, close),
      bottom,
    );
    this.#told = make('div', { class: 'told', role: 'status' });
    this.#box = make('div', { class: 'box', lang: options.language }, this.#panel, this.#launcher, this.#told);
    this.#launcher.addEventListener('click', () => (this.isOpen ? this.close() : this.open()));
    close.addEventListener('click', () => this.close());
    this.#box.addEventListener('keydown', (event) => {
      if (event.key === 'Escape' && this.isOpen) this.close();
    });
  }

  /** Puts the button on the page; answers the way to take it away. */
  start(): () => void {
    this.#host.style.setProperty('all', 'initial', 'important');
    const root = this.#host.attachShadow({ mode: 'open' });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(styles);
    root.adoptedStyleSheets = [sheet];
    root.append(this.#box);
    document.body.append(this.#host);
    addEventListener('message', this.#hello);
    return () => {
      removeEventListener('message', this.#hello);
      this.#port?.close();
      this.#host.remove();
    };
  }

  get isOpen(): boolean {
    return !this.#panel.hidden;
  }

  open(): void {
    if (this.isOpen) return;
    const before = document.activeElement;
    this.#before = before instanceof HTMLElement && before !== this.#host && before !== document.body ? before : null;
    this.#frame ??= this.#load();
    this.#panel.hidden = false;
    this.#show(true);
    this.#focusFrame('first');
  }

  close(): void {
    if (!this.isOpen) return;
    this.#panel.hidden = true;
    this.#show(false);
    (this.#before ?? this.#launcher).focus();
    this.#before = null;
  }

  /** Says who the customer is, by a token of the wallet's app. */
  identify(token: string): void {
    this.#identity = token;
    this.#tell({ kind: 'identify', token });
  }

  #show(open: boolean): void {
    this.#launcher.setAttribute('aria-expanded', String(open));
    this.#box.classList.toggle('open', open);
    this.#tell({ kind: 'shown', shown: open });
    this.#options.onOpen(open);
  }

  #load(): HTMLIFrameElement {
    const { chatOrigin, language, texts } = this.#options;
    const said = new URLSearchParams({ lang: language, ...(this.#identity === null ? {} : { identity: this.#identity }) });
    // Behind the mark, so that it is in no server's log.
    const frame = make('iframe', { title: texts.title, src: `${chatOrigin}/#${said}`, referrerpolicy: 'no-referrer' });
    this.#panel.lastElementChild?.before(frame);
    return frame;
  }

  #tell(message: ToChatFrame): void {
    this.#port?.postMessage(message);
  }

  #focusFrame(at: 'first' | 'last'): void {
    this.#frame?.focus();
    this.#tell({ kind: 'focus', at });
  }

  readonly #hello = ({ source, origin, data }: MessageEvent<unknown>) => {
    const inside = this.#frame?.contentWindow;
    if (!inside || source !== inside || origin !== this.#options.chatOrigin || data !== WIDGET_HELLO) return;
    this.#port?.close();
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = (event: MessageEvent<FromChatFrame>) => this.#hear(event.data);
    this.#port = port1;
    inside.postMessage(WIDGET_HELLO, origin, [port2]);
    this.#tell({ kind: 'shown', shown: this.isOpen });
    if (this.isOpen) this.#focusFrame('first');
  };

  #hear(message: FromChatFrame): void {
    if (message.kind === 'unread') this.#showUnread(message.count);
    else this.close();
  }

  #showUnread(count: number): void {
    const { texts } = this.#options;
    this.#count.textContent = String(count);
    this.#count.hidden = count === 0;
    this.#launcher.setAttribute('aria-label', count === 0 ? texts.open : texts.unread.replace('{{n}}', String(count)));
    this.#told.textContent = count > this.#unread && !this.isOpen ? texts.came : '';
    this.#unread = count;
  }
}
