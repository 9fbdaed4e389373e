import type { MailMessage } from '#electron/channels/email/mail-message.ts';
import { MailReader } from '#electron/channels/email/mail-reader.ts';
import { seededRandom } from '#shared/lib/random.ts';
import { recordingLogger } from '#tests/fakes/recording-logger.ts';
import { mailCorpus } from '#tests/integration/email/mail-corpus.ts';

/** What mail parsers trip over. */
const lively = [
  '--',
  '=?',
  '?=',
  'boundary=',
  'charset=',
  'charset=iso-2022-jp',
  ';',
  '"',
  '\r\n',
  '\r\n\r\n',
  '(',
  '<',
  '>',
  '\\',
  '\0',
  '\u0080',
  '\u001b$B',
  '=0D=0A',
  'Content-Type: multipart/mixed;',
  'Content-Type: multipart/report; report-type=delivery-status;',
  '*0*=',
];
/** The most bytes of a mail that are kept: changes far behind would meet nothing but base64. */
const LONGEST = 20_000;

/** Mails of other projects, each broken in a few places; the same ones for the same seed. */
export async function* mutatedMails(seed: number, count: number): AsyncGenerator<Uint8Array> {
  const corpus = await mailCorpus();
  const random = seededRandom(seed);
  const upTo = (n: number) => Math.floor(random() * n);
  const mutated = (bytes: Uint8Array): Uint8Array => {
    let mail = Buffer.from(bytes.subarray(0, LONGEST));
    for (let left = 1 + upTo(6); left > 0 && mail.length > 1; left--) {
      const at = upTo(mail.length);
      const to = Math.min(mail.length, at + upTo(200));
      const kind = upTo(5);
      if (kind === 0) mail[at] = upTo(256);
      else if (kind === 1) mail = Buffer.concat([mail.subarray(0, at), mail.subarray(to)]);
      else if (kind === 2) mail = Buffer.concat([mail.subarray(0, to), mail.subarray(at)]);
      else if (kind === 3) mail = Buffer.concat([mail.subarray(0, at), Buffer.from(lively[upTo(lively.length)] ?? '', 'latin1'), mail.subarray(at)]);
      else mail = mail.subarray(0, at + 1);
    }
    return new Uint8Array(mail);
  };
  for (let round = 0; round < count; round++) {
    const mail = corpus[upTo(corpus.length)];
    if (mail) yield mutated(mail.bytes);
  }
}

/** What became of mutated mails at the reader that the desk has. */
export interface ReadMutated {
  readonly opened: number;
  /** Not opened, with a fault that a broken mail may have. */
  readonly explained: number;
  /** Faults that are the reader's own: too slow, too much memory, a thread that ended. */
  readonly broken: readonly string[];
  /** How often the reader's thread had to be made anew. */
  readonly threadsLost: number;
  /** The longest that one took, in ms. */
  readonly slowestMs: number;
}

const expected: ReadonlySet<string> = new Set(['empty', 'not-a-mail', 'too-deep', 'too-many-parts']);

/** Reads so many mutated mails in the desk's own reader; `onMail` is given each that opened, `report` how many are done, every thousand. */
export async function readMutated(
  count: number,
  report: (done: number) => void = () => undefined,
  { seed = 20261123, onMail = () => undefined }: { readonly seed?: number; readonly onMail?: (mail: MailMessage) => void } = {},
): Promise<ReadMutated> {
  const logger = recordingLogger();
  const reader = new MailReader({ logger });
  await reader.start();
  const counts = { opened: 0, explained: 0, slowestMs: 0 };
  const broken: string[] = [];
  let done = 0;
  try {
    for await (const bytes of mutatedMails(seed, count)) {
      const began = performance.now();
      const read = await reader.read(bytes);
      counts.slowestMs = Math.max(counts.slowestMs, performance.now() - began);
      if (read.ok) {
        counts.opened += 1;
        onMail(read.value);
      } else if (expected.has(read.error.code)) counts.explained += 1;
      else broken.push(`mail ${done}: ${read.error.code}: ${read.error.detail}`);
      done += 1;
      if (done % 1_000 === 0) report(done);
    }
  } finally {
    await reader.stop();
  }
  return { ...counts, broken, threadsLost: logger.lines.length };
}
