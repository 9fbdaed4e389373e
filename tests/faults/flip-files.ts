import { fork } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { seededRandom } from '#shared/lib/random.ts';

/*
 * The files of a console that was killed at work are harmed, one bit or one cut at a time, and opened as the next start
 * does: each harm is harmless, so that all rows are as they were, or it is noticed. Opening runs in a process of its own,
 * so that one which takes its process along is seen.
 */

export interface FlipFigures {
  readonly flips: number;
  readonly harmless: number;
  readonly noticed: number;
  /** Rows that differ, and nothing was said. */
  readonly silent: number;
  readonly aborts: number;
  readonly faults: readonly string[];
}

export interface FlipOrder {
  readonly name: FlippedFile;
  readonly folder: string;
}

/** What was read: all rows as one sum, or what was said. */
export type FlipAnswer = { readonly rows: string } | { readonly noticed: string } | { readonly failed: string };

export const flippedFiles = ['cache.db', 'ledger.db', 'engine.db'] as const;
export type FlippedFile = (typeof flippedFiles)[number];

const opener = fileURLToPath(import.meta.resolve('#tests/fixtures/processes/opening.ts'));

/** One process that opens files, replaced when it dies. */
class Opener {
  readonly #truth: string;
  #child: ReturnType<typeof fork> | null = null;
  #gone: Promise<null> = Promise.resolve(null);
  aborts = 0;

  /** `truth`: a folder whose files are whole. */
  constructor(truth: string) {
    this.#truth = truth;
  }

  async ask(order: FlipOrder): Promise<FlipAnswer> {
    const child = this.#child ?? fork(opener, [this.#truth]);
    if (this.#child === null) {
      this.#child = child;
      this.#gone = new Promise((resolve) => {
        child.once('exit', () => resolve(null));
      });
    }
    const answered = new Promise<FlipAnswer>((resolve) => {
      child.once('message', (answer) => resolve(answer as FlipAnswer));
    });
    child.send(order);
    const answer = await Promise.race([answered, this.#gone]);
    if (answer !== null) return answer;
    this.#child = null;
    this.aborts++;
    return { failed: 'the process died' };
  }

  close(): void {
    this.#child?.disconnect();
  }
}

function flipOneBit(file: string, random: () => number): string {
  const bytes = readFileSync(file);
  const at = Math.floor(random() * bytes.length);
  const bit = Math.floor(random() * 8);
  bytes[at] = (bytes[at] ?? 0) ^ (1 << bit);
  writeFileSync(file, bytes);
  return `bit ${bit} of byte ${at}`;
}

function cutShort(file: string, random: () => number): string {
  const length = Math.floor(random() * statSync(file).size);
  truncateSync(file, length);
  return `cut to ${length}`;
}

/** Half of the harms go to the log, where they are hardest to notice; one in five cuts, the others flip a bit. */
function harm(folder: string, name: FlippedFile, random: () => number): string | null {
  const draw = random();
  const ending = draw < 0.5 ? '-wal' : draw < 0.9 ? '' : '-shm';
  const file = path.join(folder, `${name}${ending}`);
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) === 0) return null;
  return `${name}${ending}: ${random() < 0.2 ? cutShort(file, random) : flipOneBit(file, random)}`;
}

function copyOf(killed: string, name: FlippedFile, to: string): void {
  rmSync(to, { recursive: true, force: true });
  mkdirSync(to);
  for (const file of readdirSync(killed)) if (file.startsWith(name)) copyFileSync(path.join(killed, file), path.join(to, file));
}

/** Harms copies of a killed console's files so often; answers how each ended. */
export async function flipFiles(killed: string, seed: number, flips: number): Promise<FlipFigures> {
  const random = seededRandom(seed);
  const work = mkdtempSync(path.join(tmpdir(), 'flip-'));
  const truth = path.join(work, 'truth');
  mkdirSync(truth);
  for (const file of readdirSync(killed)) copyFileSync(path.join(killed, file), path.join(truth, file));
  const opening = new Opener(truth);
  const faults: string[] = [];
  let [done, harmless, noticed, silent] = [0, 0, 0, 0];
  try {
    const whole = new Map<FlippedFile, string>();
    for (const name of flippedFiles) {
      copyOf(killed, name, path.join(work, name));
      const answer = await opening.ask({ name, folder: path.join(work, name) });
      if (!('rows' in answer)) throw new Error(`${name}, unharmed: ${JSON.stringify(answer)}`);
      whole.set(name, answer.rows);
    }
    while (done < flips) {
      const name = flippedFiles[Math.floor(random() * flippedFiles.length)] ?? 'ledger.db';
      const folder = path.join(work, 'harmed');
      copyOf(killed, name, folder);
      const what = harm(folder, name, random);
      if (what === null) continue;
      done++;
      const answer = await opening.ask({ name, folder });
      if ('noticed' in answer) noticed++;
      else if ('rows' in answer && answer.rows === whole.get(name)) harmless++;
      else {
        if ('rows' in answer) silent++;
        faults.push(`${what}: ${'rows' in answer ? 'other rows, and nothing was said' : answer.failed}`);
      }
    }
    return { flips: done, harmless, noticed, silent, aborts: opening.aborts, faults };
  } finally {
    opening.close();
    rmSync(work, { recursive: true, force: true });
  }
}
