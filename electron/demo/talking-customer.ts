import type { CaseFeed } from '#electron/channels/port.ts';
import { beginTalk, nudge, type Response, respond, type Talk } from '#electron/demo/conversation/respond.ts';
import type { Script } from '#electron/demo/conversation/script.ts';
import type { Position } from '#shared/case/envelope.ts';
import type { CaseId } from '#shared/lib/ids.ts';
import { MINUTE } from '#shared/lib/time.ts';

interface Options {
  readonly script: Script;
  readonly caseId: CaseId;
  readonly feed: CaseFeed;
  /** Writes one line as this customer; rejects where it could not come in. */
  readonly say: (text: string) => Promise<void>;
  /** Runs work after ms of the simulation's own time. */
  readonly after: (ms: number, work: () => void) => void;
  readonly random: () => number;
  /** Called once, when the customer has gone. */
  readonly onGone: () => void;
}

/** How long somebody waits for an answer before they ask whether anybody is there. */
const NUDGE_AFTER = 2 * MINUTE;

/** A simulated customer who follows their case and answers what the agent writes, in a person's time. */
export class TalkingCustomer {
  readonly #options: Options;
  #talk: Talk;
  #stop: (() => void) | null = null;
  /** Grows with each message of the agent: what was planned for an earlier one is not said any more. */
  #turn = 0;
  #gone = false;

  constructor(options: Options) {
    this.#options = options;
    this.#talk = beginTalk(options.script);
  }

  /** Listens from now on; the opening is written already. */
  start(): void {
    this.#listen(0);
    this.#waitForAnswer();
  }

  /** Goes on in a case that stands up to a position, where the agent's words may still be unanswered; asks for nothing by themselves until an agent writes. */
  goOn(from: Position, unanswered: string | null): void {
    this.#listen(from);
    if (unanswered !== null) this.#heard(unanswered);
  }

  #listen(after: Position | 0): void {
    this.#stop = this.#options.feed.follow(this.#options.caseId, after, {
      onEvents: (events) => {
        for (const event of events) {
          if (event.type === 'message.sent' && event.actor.kind !== 'system') this.#heard(event.content?.text ?? '');
          if (event.type === 'case.resolved') this.leave();
        }
      },
      onSignal: () => undefined,
    });
  }

  /** Stops listening; nothing more is written. */
  leave(): void {
    if (this.#gone) return;
    this.#gone = true;
    this.#stop?.();
    this.#options.onGone();
  }

  #heard(text: string): void {
    if (this.#gone) return;
    this.#turn++;
    this.#answer(respond(this.#talk, text, this.#options.random));
  }

  #answer({ talk, lines }: Response): void {
    const { feed, caseId, after } = this.#options;
    this.#talk = talk;
    const turn = this.#turn;
    let ms = 0;
    for (const line of lines) {
      ms += line.afterMs;
      after(ms / 2, () => {
        if (turn === this.#turn && !this.#gone) feed.typing(caseId, 'customer');
      });
      after(ms, () => void this.#write(line.text, turn));
    }
    if (talk.over) after(ms + 1, () => this.leave());
    else this.#waitForAnswer();
  }

  async #write(text: string, turn: number): Promise<void> {
    if (turn !== this.#turn || this.#gone) return;
    await this.#options.say(text).catch(() => this.leave());
  }

  #waitForAnswer(): void {
    const turn = this.#turn;
    this.#options.after(NUDGE_AFTER, () => {
      if (turn === this.#turn && !this.#gone) this.#answer(nudge(this.#talk, this.#options.random));
    });
  }
}
