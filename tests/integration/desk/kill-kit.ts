import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import { type FireOrder, type FireReport, type Moment, moments } from '#tests/integration/desk/fire-words.ts';

async function run(order: FireOrder): Promise<{ readonly report: FireReport; readonly signal: string | null; readonly code: number | null }> {
  const child = fork(fileURLToPath(import.meta.resolve('#tests/fixtures/processes/desk-under-fire.ts')), [JSON.stringify(order)], { stdio: 'inherit' });
  const told = once(child, 'message') as Promise<[FireReport]>;
  const [code, signal] = (await once(child, 'exit')) as [number | null, string | null];
  const [report] = await Promise.race([told, Promise.reject(new Error(`it ended with ${code ?? signal} before it told`))]);
  return { report, signal, code };
}

/** The same shuffle for the same seed. */
function shuffled(rounds: number, seed: number): Moment[] {
  let state = seed;
  const next = () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
  return Array.from({ length: rounds }, () => [...moments]).flatMap((all) =>
    all
      .map((at) => ({ at, key: next() }))
      .sort((a, b) => a.key - b.key)
      .map(({ at }) => at),
  );
}

/** Nothing was noted: the words are the draft they were. */
const neverGiven = new Set<Moment>(['not noted', 'not deferred']);

/**
 * Kills a desk at every moment of giving a command, in a seeded order, each time starting it anew on what is left:
 * afterwards each command is in the log once or its words are a draft, and never both.
 */
export async function survivesKills(place: Pick<FireOrder, 'folder' | 'nats'>, rounds: number, seed: number): Promise<void> {
  let caseId: string | null = null;
  const expected = { notes: [] as string[], drafts: [] as string[] };
  const order = shuffled(rounds, seed);
  for (const [index, at] of [...order, null].entries()) {
    const text = `words ${index}`;
    const { report, signal, code }: Awaited<ReturnType<typeof run>> = await run({ ...place, caseId, give: at === null ? null : { text, at } });
    const label = `before ${index}: ${at}, after ${order.slice(0, index).join('; ')}`;
    // What was carried out stands in the order it was given.
    expect(report.notes, label).toEqual(expected.notes);
    expect(report.drafts, label).toEqual(expected.drafts);
    expect(report.waits, label).toBe(0);
    expect([signal, code], label).toEqual(at === null ? [null, 0] : ['SIGKILL', null]);
    caseId = report.caseId;
    if (at === null) return;
    if (neverGiven.has(at)) expected.drafts = [text];
    else {
      expected.notes.push(text);
      expected.drafts = [];
    }
  }
}
