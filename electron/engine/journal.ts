import { EngineRefusal, type Journal, type JournalEntry } from '#electron/engine/port.ts';
import { BadEvent } from '#electron/engine/raw-event.ts';
import type { About, LogEvent, Position } from '#shared/case/envelope.ts';

interface Log {
  readonly engineId: string;
  read(about: About): Promise<readonly { readonly id: string }[]>;
  append(events: readonly LogEvent[], expected: Position | 0 | null): Promise<{ readonly ok: boolean }>;
  /** Appends what was recorded once and is gone. */
  appendAgain(events: readonly LogEvent[]): Promise<{ readonly ok: boolean }>;
}

/** Entries read at once. */
const PAGE = 500;

/**
 * Writes again what the journal has and the log does not, in the order it was sent: without condition what was once
 * acknowledged, on its own condition what never was. Answers how many events were written again. It may be cut short
 * and run again.
 */
export async function reconcile(journal: Journal, desk: string, which: 'unanswered' | 'all', log: Log): Promise<number> {
  let written = 0;
  let after = 0;
  for (;;) {
    const page = await journal.journaled(desk, which, after, PAGE);
    const last = page.at(-1);
    if (last === undefined) return written;
    after = last.number;
    const things = new Map<string, JournalEntry[]>();
    for (const entry of page) {
      const name = `${entry.about.kind} ${entry.about.id}`;
      things.set(name, [...(things.get(name) ?? []), entry]);
    }
    const counts = await Promise.all([...things.values()].map((entries) => reconcileThing(journal, log, entries)));
    written += counts.reduce((sum, count) => sum + count, 0);
  }
}

async function reconcileThing(journal: Journal, log: Log, entries: readonly JournalEntry[]): Promise<number> {
  const about = entries[0]?.about;
  if (about === undefined) return 0;
  const there = new Set((await log.read(about)).map(({ id }) => id));
  let written = 0;
  for (const { number, events, expected, state } of entries) {
    const missing = events.filter(({ id }) => !there.has(id));
    if (missing.length === 0) {
      await journal.settleAppend(number, 'recorded', log.engineId);
      continue;
    }
    const taken = await isTaken(() => (state === 'recorded' ? log.appendAgain(missing) : log.append(missing, expected)));
    await journal.settleAppend(number, taken ? 'recorded' : 'refused', log.engineId);
    if (taken) written += missing.length;
  }
  return written;
}

async function isTaken(append: () => Promise<{ readonly ok: boolean }>): Promise<boolean> {
  try {
    return (await append()).ok;
  } catch (cause) {
    if (cause instanceof BadEvent || cause instanceof EngineRefusal) return false;
    throw cause;
  }
}
