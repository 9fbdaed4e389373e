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
const from = Buffer.from('From ');
/** Longer lines are passed on in pieces. */
const LONGEST_LINE = 64 * 1024;
/** RFC 4155 Appendix A: an address, then a time like that of asctime; programs differ in both, hours and a year are always there. */
const separator = /^From \S.{0,300}\b\d{1,2}:\d\d(?::\d\d)?\b.{0,40}\b(?:19|20)\d\d\b/;
/** The mboxrd way of keeping lines that begin with "From ": one `>` more, taken off here. */
const escaped = /^>+From /;

const blank = (line: Buffer): boolean => line.length <= 2 && line.every((byte) => byte === LF || byte === 0x0d);

/** Lines of a stream, their ends included; a very long one in pieces, of which `begins` marks the first. */
async function* linesOf(stream: AsyncIterable<Uint8Array>): AsyncGenerator<{ readonly line: Buffer; readonly begins: boolean }> {
  let rest = Buffer.alloc(0);
  let begins = true;
  for await (const chunk of stream) {
    let data = rest.length === 0 ? Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length) : Buffer.concat([rest, chunk]);
    for (let end = data.indexOf(LF); end !== -1; end = data.indexOf(LF)) {
      yield { line: data.subarray(0, end + 1), begins };
      begins = true;
      data = data.subarray(end + 1);
    }
    if (data.length > LONGEST_LINE) {
      yield { line: data, begins };
      begins = false;
      data = Buffer.alloc(0);
    }
    // Not a view: the stream may use its buffer again.
    rest = Buffer.from(data);
  }
  if (rest.length > 0) yield { line: rest, begins };
}

/** Gathers one mail, and gives its bytes up when they are too many. */
class Gathered {
  readonly #offset: number;
  readonly #most: number;
  #pieces: Buffer[] = [];
  #size = 0;

  constructor(offset: number, most: number) {
    this.#offset = offset;
    this.#most = most;
  }

  add(piece: Buffer): void {
    this.#size += piece.length;
    if (this.#size > this.#most) this.#pieces = [];
    else this.#pieces.push(Buffer.from(piece));
  }

  mail(number: number): MboxMail {
    const bytes = this.#size > this.#most ? null : Buffer.concat(this.#pieces);
    return { number, offset: this.#offset, size: this.#size, bytes };
  }
}

/**
 * The mails of a mailbox (RFC 4155; mboxo and mboxrd) as they stream by, with no more than one in memory. A file that
 * does not begin with a separator has its first mail at once. What has no more than blanks is no mail.
 */
export async function* readMbox(stream: AsyncIterable<Uint8Array>, most: number = mailLimits.bytes): AsyncGenerator<MboxMail> {
  let gathered: Gathered | null = null;
  let written = false;
  let number = 0;
  let offset = 0;
  let afterBlank = true;
  for await (const { line, begins } of linesOf(stream)) {
    const starts = begins && afterBlank && line.subarray(0, 5).equals(from) && (offset === 0 || separator.test(line.toString('latin1', 0, 400)));
    if (starts || gathered === null) {
      if (gathered && written) yield gathered.mail(++number);
      gathered = new Gathered(offset, most);
      written = false;
    }
    if (!starts) {
      const unescaped = begins && line[0] === 0x3e && escaped.test(line.toString('latin1', 0, 40)) ? line.subarray(1) : line;
      gathered.add(unescaped);
      written ||= !blank(line);
    }
    afterBlank = begins && blank(line);
    offset += line.length;
  }
  if (gathered && written) yield gathered.mail(++number);
}
