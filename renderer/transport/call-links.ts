import { type CallLink, callLink, isCallFragment, readCallFragment } from '#shared/contract/call-link.ts';

/** What the desktop edition does for its page: it tells of calls that the system was asked to open. */
interface DesktopHost {
  readonly onCall?: (listener: (told: unknown) => void) => void;
}

interface Page {
  readonly location: { readonly hash: string; readonly pathname: string; readonly search: string };
  readonly history: Pick<History, 'replaceState'>;
  readonly consoleHost?: DesktopHost;
  addEventListener(event: 'hashchange', listener: () => void): void;
}

/** How tabs of one browser hand calls to each other; of one origin alone, by the browser's own rule. */
type Channel = Pick<BroadcastChannel, 'postMessage' | 'onmessage'>;

/**
 * The calls that this page is told of: by the desktop's main process, or by the fragment `#call?…` of its address, which
 * is taken out at once so that no number lies in the history. A telephone opens a new tab with it, and a tab that nobody
 * signed in to hands the call to those where somebody did. A fragment opens nothing and signs nobody in.
 */
export class CallLinks {
  readonly #page: Page;
  readonly #channel: Channel;
  readonly #waiting: CallLink[] = [];
  #listener: ((link: CallLink) => void) | null = null;

  constructor(page: Page, channel: Channel) {
    this.#page = page;
    this.#channel = channel;
  }

  /** Reads the address now, before anything else does, and whenever its fragment changes. */
  start(): void {
    this.#page.addEventListener('hashchange', () => this.#read());
    this.#page.consoleHost?.onCall?.((told) => this.#take(told));
    this.#channel.onmessage = ({ data }: MessageEvent<unknown>) => {
      if (this.#listener !== null) this.#take(data);
    };
    this.#read();
  }

  /** Tells of each call from now on, and of those that came before; answers the way to stop. */
  follow(listener: (link: CallLink) => void): () => void {
    this.#listener = listener;
    for (const link of this.#waiting.splice(0)) listener(link);
    return () => {
      if (this.#listener === listener) this.#listener = null;
    };
  }

  #read(): void {
    const { location, history } = this.#page;
    const { hash } = location;
    if (!isCallFragment(hash)) return;
    history.replaceState(null, '', location.pathname + location.search);
    const link = readCallFragment(hash);
    if (link === null) return;
    if (this.#listener === null) this.#channel.postMessage(link);
    this.#take(link);
  }

  #take(told: unknown): void {
    const read = callLink.safeParse(told);
    if (!read.success) return;
    if (this.#listener !== null) this.#listener(read.data);
    else if (this.#waiting.length < 3) this.#waiting.push(read.data);
  }
}
