import { mailLimits } from '#electron/channels/email/mail-message.ts';

/** One mail of a mailbox; `bytes` is null when it is larger than a mail may be. */
export interface MboxMail {
  /** From 1. */
  readonly number: number;
  /** Of the line that begins it, in bytes from the file's start. */
  readonly offset: number;
  readonly size: number;
  readonly bytes: Uint8Array | null;
}

const LF = 0x0a;
const CR = 0x0d;
const MARK = 0x3e;
const from = Buffer.from('From ');
/** Longer lines are passed on in pieces. */
const LONGEST_LINE = 64 * 1024;
/** RFC 4155 Appendix A: an address, then a time like that of asctime; programs differ in both, hours and a year are always there. */
const separator = /^From \S.{0,300}\b\d{1,2}:\d\d(?::\d\d)?\b.{0,40}\b(?:19|20)\d\d\b/;
/** The mboxrd way of keeping lines that begin with "From ": one `>` more, taken off here. */
const escaped = /^>+From /;

/** Gathers one mail, and gives its bytes up when they are too many. */
class Gathered {
  readonly #offset: number;
  readonly #most: number;
  #pieces: Buffer[] = [];
  #size = 0;
  /** Whether anything but blank lines was put in. */
  written = false;

  constructor(offset: number, most: number) {
    this.#offset = offset;
    this.#most = most;
  }

  add(piece: Buffer): void {
    if (piece.length === 0) return;
    this.#size += piece.length;
    if (this.#size > this.#most) this.#pieces = [];
    // Not a view: the stream may use its buffer again.
    else this.#pieces.push(Buffer.from(piece));
  }

  mail(number: number): MboxMail {
    const bytes = this.#size > this.#most ? null : Buffer.concat(this.#pieces);
    return { number, offset: this.#offset, size: this.#size, bytes };
  }
}

/** Takes a file's bytes in turn and gives its mails as they end. Whole runs of lines are passed on, not each by itself: that was six times slower. */
class MboxSplitter {
  readonly #most: number;
  #rest: Buffer = Buffer.alloc(0);
  /** Of the first byte of `#rest` in the file. */
  #offset = 0;
  #number = 0;
  #mail: Gathered | null = null;
  #begins = true;
  #afterBlank = true;

  constructor(most: number) {
    this.#most = most;
  }

  /** The mails that end within these bytes; with null, the last. */
  push(chunk: Uint8Array | null): readonly MboxMail[] {
    const last = chunk === null;
    const data = last ? this.#rest : Buffer.concat([this.#rest, chunk]);
    const mails: MboxMail[] = [];
    let run = 0;
    let at = 0;
    while (at < data.length) {
      const found = data.indexOf(LF, at);
      if (found === -1 && !last && data.length - at <= LONGEST_LINE) break;
      const end = found === -1 ? data.length : found + 1;
      if (this.#separates(data, at, end)) {
        this.#mail?.add(data.subarray(run, at));
        mails.push(...this.#ended());
        this.#mail = new Gathered(this.#offset + at, this.#most);
        run = end;
        this.#afterBlank = false;
      } else {
        this.#mail ??= new Gathered(this.#offset + at, this.#most);
        if (this.#begins && data[at] === MARK && escaped.test(data.toString('latin1', at, Math.min(end, at + 40)))) {
          this.#mail.add(data.subarray(run, at));
          run = at + 1;
        }
        const blank = end - at <= 2 && (data[at] === LF || (data[at] === CR && end - at === 2));
        this.#mail.written ||= !blank;
        this.#afterBlank = this.#begins && blank;
      }
      this.#begins = found !== -1;
      at = end;
    }
    this.#mail?.add(data.subarray(run, at));
    this.#offset += at;
    this.#rest = Buffer.from(data.subarray(at));
    return last ? [...mails, ...this.#ended()] : mails;
  }

  #separates(data: Buffer, at: number, end: number): boolean {
    if (!this.#begins || !this.#afterBlank || data[at] !== from[0] || data.compare(from, 0, from.length, at, Math.min(end, at + from.length)) !== 0)
      return false;
    return this.#offset + at === 0 || separator.test(data.toString('latin1', at, Math.min(end, at + 400)));
  }

  #ended(): readonly MboxMail[] {
    return this.#mail?.written === true ? [this.#mail.mail(++this.#number)] : [];
  }
}

/**
 * The mails of a mailbox (RFC 4155; mboxo and mboxrd) as they stream by, with no more in memory than one and what came
 * at once. A file that does not begin with a separator has its first mail at once. What has no more than blanks is no mail.
 */
export async function* readMbox(stream: AsyncIterable<Uint8Array>, most: number = mailLimits.bytes): AsyncGenerator<MboxMail> {
  const splitter = new MboxSplitter(most);
  for await (const chunk of stream) yield* splitter.push(chunk);
  yield* splitter.push(null);
}
