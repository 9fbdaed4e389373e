import { APP_ORIGIN } from '#electron/main/app-protocol.ts';
import { CALL_SCHEME, type CallLink, readCallLink } from '#shared/contract/call-link.ts';
import type { Logger } from '#shared/lib/logger.ts';
import { MINUTE, SECOND } from '#shared/lib/time.ts';

/** The channel on which a preload asks for calls, and is told of each. */
export const CALL_CHANNEL = 'call-link';

/** What of Electron's `WebFrameMain` is asked. */
interface Frame {
  readonly parent: unknown;
  readonly origin: string;
  readonly detached: boolean;
  postMessage(channel: string, message: unknown): void;
}

export interface CallLinksOptions {
  readonly now: () => number;
  readonly logger: () => Logger;
}

/** A call that nobody was told of for so long is over. */
const FRESH = 2 * MINUTE;

/** Any page of any browser can open links: of many at once the first few count. */
const MOST_IN = 5;
const WITHIN = 10 * SECOND;

/** The link among a process's arguments: the system starts the program with it, or a second one beside the first. */
export function linkAmong(argv: readonly string[]): string | null {
  return argv.find((argument) => argument.toLowerCase().startsWith(`${CALL_SCHEME}:`)) ?? null;
}

/** Hands calls that the system was asked to open to the console's page, which may come later; each once. */
export class CallLinks {
  readonly #options: CallLinksOptions;
  #frame: Frame | null = null;
  readonly #waiting: { readonly link: CallLink; readonly at: number }[] = [];
  #recent: { readonly call: string; readonly at: number }[] = [];

  constructor(options: CallLinksOptions) {
    this.#options = options;
  }

  /** Takes what the system was asked to open; true where it tells of a call that the page is or will be told. */
  opened(address: string): boolean {
    const { now, logger } = this.#options;
    const link = readCallLink(address);
    const at = now();
    this.#recent = this.#recent.filter((one) => one.at > at - WITHIN);
    const again = link !== null && this.#recent.some(({ call }) => call === link.call);
    if (link === null || again || this.#recent.length >= MOST_IN) {
      logger().warn('opened: refused', { fits: link !== null, again, recent: this.#recent.length });
      return false;
    }
    this.#recent.push({ call: link.call, at });
    this.#waiting.push({ link, at });
    this.#tell();
    return true;
  }

  /** The top frame of the console's own page asks to be told from now on. */
  asked({ senderFrame: frame }: { readonly senderFrame: Frame | null }): void {
    if (frame === null || frame.parent !== null || frame.detached || frame.origin !== APP_ORIGIN) {
      this.#options.logger().warn('asked: refused');
      return;
    }
    this.#frame = frame;
    this.#tell();
  }

  #tell(): void {
    const frame = this.#frame;
    // A page that was loaded anew asks again.
    if (frame === null || frame.detached) return;
    const fresh = this.#options.now() - FRESH;
    for (const { link, at } of this.#waiting.splice(0)) if (at > fresh) frame.postMessage(CALL_CHANNEL, link);
  }
}
