import type { QueueEngine } from '#electron/engine/port.ts';
import type { Ledger, OutboxEntry, RestorationRecord, Restorations } from '#electron/store/port.ts';
import type { About } from '#shared/case/envelope.ts';
import type { Logger } from '#shared/lib/logger.ts';
import type { Instant } from '#shared/lib/time.ts';

interface Parts {
  readonly restored: Restorations;
  readonly ledger: Pick<Ledger, 'deferredCommands' | 'dropDeferred'>;
  readonly engine: Pick<QueueEngine, 'read' | 'append' | 'dataKey'>;
  readonly logger: Logger;
}

/** Commands looked at together. */
const PAGE = 500;

/**
 * After files were put back from backups, and before anything else is done: every command without an answer becomes
 * unknown; what the ledger knows as appended and the log has lost is appended again, in the order it was given, where
 * its case and its key are still there, and becomes unknown elsewhere; what waits to be carried out and is in the log
 * already waits no more. May be cut short and run again. Answers the newest restoration of the log, whose messages
 * nobody knows to have left or not; null where there was none.
 */
export async function settleRestorations({ restored, ledger, engine, logger }: Parts): Promise<Instant | null> {
  const all = await restored.restorations();
  const open = all.filter(({ settled }) => settled === null);
  for (const at of new Set(open.map((one) => one.at))) {
    const ofThen = open.filter((one) => one.at === at);
    const again = ofThen.some(({ file }) => file === 'engine.db') ? await appendLost(restored, engine, at) : 0;
    for (const { commandId, caseId, refusal } of await ledger.deferredCommands()) {
      if (refusal !== null) continue;
      const events = await engine.read({ kind: 'case', id: caseId });
      if (events.some(({ causedBy }) => causedBy === commandId)) await ledger.dropDeferred(commandId);
    }
    await restored.doubtUnconfirmed(at);
    const settled = { unknown: await restored.doubted(at), again };
    for (const { number } of ofThen) await restored.settleRestoration(number, settled);
    logger.warn('restore: put back from a backup', { files: ofThen.map(({ file }) => file).join(' '), ...settled });
  }
  return newestOfEngine(all)?.at ?? null;
}

const newestOfEngine = (all: readonly RestorationRecord[]): RestorationRecord | undefined => all.find(({ file }) => file === 'engine.db');

async function appendLost(restored: Restorations, engine: Parts['engine'], at: Instant): Promise<number> {
  let written = 0;
  let after = 0;
  for (;;) {
    const page = await restored.confirmedAfter(after, PAGE);
    const last = page.at(-1);
    if (last === undefined) return written;
    after = last.row;
    for (const { entry } of page) written += await appendAgain(restored, engine, entry, at);
  }
}

async function appendAgain(restored: Restorations, engine: Parts['engine'], { commandId, caseId, events }: OutboxEntry, at: Instant): Promise<number> {
  const about: About = { kind: 'case', id: caseId };
  const there = await engine.read(about);
  const known = new Set<string>(there.map(({ id }) => id));
  const missing = events.filter(({ id }) => !known.has(id));
  if (missing.length === 0) return 0;
  const readable = missing.every(({ sealed }) => sealed === undefined) || (await engine.dataKey(about, false)) !== null;
  if (there.length > 0 && readable && (await engine.append(missing)).ok) return missing.length;
  await restored.doubtConfirmed(commandId, at);
  return 0;
}
