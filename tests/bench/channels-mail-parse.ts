import PostalMime from 'postal-mime';
import { mailLimits } from '#electron/channels/email/mail-message.ts';
import { MailReader } from '#electron/channels/email/mail-reader.ts';
import { quantile } from '#tests/bench/quantile.ts';
import type { Report } from '#tests/bench/run.ts';
import { recordingLogger } from '#tests/fakes/recording-logger.ts';
import { mailCorpus } from '#tests/integration/email/mail-corpus.ts';

/** What the parser throws at, told by the reader as a fault. */
const thrown = new Set(['unreadable', 'too-much-memory']);
/** Longer than the reader lets a mail take: without an answer by then there comes none. */
const HUNG_MS = mailLimits.ms + 2_000;

async function inTime<T>(asked: Promise<T>): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(resolve, HUNG_MS, null);
  });
  try {
    return await Promise.race([asked, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Reads every mail of the fixtures as the desk does, in its thread, beside the bare parser in this one. */
export async function parseMails(report: Report): Promise<void> {
  const corpus = await mailCorpus();
  const reader = new MailReader({ logger: recordingLogger() });
  await reader.start();
  const [times, bare]: [number[], number[]] = [[], []];
  let [throws, hangs, read] = [0, 0, 0];
  // The first round warms both up.
  for (const measured of [false, true]) {
    for (const { bytes } of corpus) {
      const began = performance.now();
      const answer = await inTime(reader.read(bytes)).catch(() => 'rejected' as const);
      if (measured) times.push(performance.now() - began);
      if (answer === 'rejected' || (answer && !answer.ok && thrown.has(answer.error.code))) throws += 1;
      if (answer === null || (answer !== 'rejected' && !answer.ok && answer.error.code === 'too-slow')) hangs += 1;
      if (measured && answer !== null && answer !== 'rejected') read += 1;
    }
    for (const { bytes } of corpus) {
      const began = performance.now();
      await PostalMime.parse(bytes).catch(() => undefined);
      if (measured) bare.push(performance.now() - began);
    }
  }
  await reader.stop();
  report('channels.mail.n', read);
  report('channels.mail.control.postal_mime.p50_ms', quantile(bare, 0.5));
  report('channels.mail.control.postal_mime.p99_ms', quantile(bare, 0.99));
  report('channels.mail.parse.p50_ms', quantile(times, 0.5));
  report('channels.mail.parse.p99_ms', quantile(times, 0.99));
  report('channels.mail.throws', throws);
  report('channels.mail.hangs', hangs);
}
