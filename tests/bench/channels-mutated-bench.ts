import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { Report } from '#tests/bench/run.ts';
import type { ReadMutated } from '#tests/integration/email/mutated-mails.ts';

const MAILS = 200_000;
/** As many as this bench's machine has cores; each reads other mails, for its seed is another. */
const PROCESSES = 2;
const SEED = 20_261_130;

type Told = { readonly done: number } | { readonly read: ReadMutated };

/** What a process of its own made of its share; `read` is null where it ended before it was through. */
async function inProcess(file: string, seed: number, count: number): Promise<{ readonly done: number; readonly read: ReadMutated | null }> {
  const child = fork(file, [String(seed), String(count)]);
  let done = 0;
  let read: ReadMutated | null = null;
  child.on('message', (told: Told) => {
    if ('done' in told) done = told.done;
    else read = told.read;
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  return { done, read: code === 0 ? read : null };
}

/**
 * Two hundred thousand mails of other projects, broken in a few places each, read by the reader that the desk has, in
 * processes that a crash would end. Seeded: a mail that breaks it is found again by its number.
 */
export async function mutatedMails(report: Report, mails = MAILS, file = path.join(import.meta.dirname, 'mutated-process.ts')): Promise<void> {
  const began = performance.now();
  const shares = await Promise.all(Array.from({ length: PROCESSES }, (_, index) => inProcess(file, SEED + index, Math.ceil(mails / PROCESSES))));
  let [answered, crashes, broken, threads, slowest] = [0, 0, 0, 0, 0];
  for (const [index, { done, read }] of shares.entries()) {
    if (read === null) {
      answered += done;
      crashes += 1;
      process.stderr.write(`mail: the process of seed ${SEED + index} ended after some ${done} mails\n`);
      continue;
    }
    for (const line of read.broken.slice(0, 10)) process.stderr.write(`mail: seed ${SEED + index}, ${line}\n`);
    answered += read.opened + read.explained + read.broken.length;
    broken += read.broken.length;
    threads += read.threadsLost;
    slowest = Math.max(slowest, read.slowestMs);
  }
  report('channels.mail.mutated', answered);
  report('channels.mail.mutated.unexplained', broken);
  report('channels.mail.mutated.threads_lost', threads);
  report('channels.mail.mutated.slowest_ms', slowest);
  report('channels.mail.mutated.seconds', (performance.now() - began) / 1_000);
  report('channels.mail.host_crashes', crashes);
}
