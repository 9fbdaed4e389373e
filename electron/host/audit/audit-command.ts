import { readFileSync } from 'node:fs';
import path from 'node:path';
import { v7 } from 'uuid';
import { checkChain, publishedHeads } from '#electron/desk/audit/audit.ts';
import { EmbeddedEngine } from '#electron/engine/embedded/embedded-engine.ts';
import { EventLog } from '#electron/engine/event-log.ts';
import type { QueueEngine } from '#electron/engine/port.ts';
import type { AuditOptions } from '#electron/host/audit/audit-options.ts';
import { type DeskFolder, openDeskFolder } from '#electron/host/desk-folder.ts';
import type { ReadDb } from '#electron/sqlite/db.ts';
import { openForReading } from '#electron/sqlite/open.ts';
import { OpenFault } from '#electron/sqlite/open-fault.ts';
import { probe } from '#electron/sqlite/open-marked.ts';
import { ledgerMigrations } from '#electron/store/migrations/ledger-migrations.ts';
import { auditHead, auditRows, holdsAudit } from '#electron/store/tables/audit-table.ts';
import { setting } from '#electron/store/tables/ledger-tables.ts';
import { auditEntry } from '#shared/desk/audit.ts';
import type { ChainFault, PublishedHead } from '#shared/desk/audit-chain.ts';
import type { Logger } from '#shared/lib/logger.ts';
import { fail, ok, type Result } from '#shared/lib/result.ts';

const quiet: Logger = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

/** How long a log on a cluster may take to open, ms. */
const OPEN_MS = 20_000;

const AT_A_TIME = 1_000;

/** What the check of an audit found, in lines; `whole` where nothing is wrong with it. */
export interface Checked {
  readonly whole: boolean;
  readonly lines: readonly string[];
}

const timeOf = (at: number): string => new Date(at).toISOString();

function words({ code, n, good }: ChainFault): string {
  const before = good === 0 ? 'nothing before it is proved' : `entries 1 to ${good} are as they were`;
  switch (code) {
    case 'missing':
      return `Entry ${n} is missing; ${before}.`;
    case 'altered':
      return `Entry ${n} is not what was recorded, or is not in its place; ${before}.`;
    case 'replaced':
      return `Entry ${n}, or one before it, is another than when its head was published; ${before}.`;
    case 'cut-short':
      return `The chain is cut short: entry ${n} and all behind it are gone; ${before}.`;
  }
}

/** Reads a desk's audit and the heads of it that its log has, and says what is wrong first. Nothing is changed. */
export async function verifyAudit(options: AuditOptions, onProgress: (done: number, total: number) => void): Promise<Result<Checked, string>> {
  const checked = await withLedger(options, async (db, held) => {
    if (!holdsAudit(db)) return ok({ whole: true, lines: ['This ledger was made by a console that kept no audit; there is nothing to check.'] });
    const total = auditHead(db)?.n ?? 0;
    const heads = await headsOf(options, db, held);
    const verdict = await checkChain(
      async (after, limit) => auditRows(db, after, limit),
      heads.ok ? heads.value : [],
      (done) => onProgress(done, total),
    );
    const { fault, checked, published } = verdict;
    if (fault !== null) return ok({ whole: false, lines: [words(fault), ...(published === null ? [] : [headLine(published)])] });
    if (!heads.ok)
      return ok({
        whole: false,
        lines: [`The chain of ${checked} entries is whole by itself, but could not be compared with its published heads: ${heads.error}`],
      });
    if (published === null)
      return ok({
        whole: checked === 0,
        lines: [`The chain of ${checked} entries is whole by itself; no head of it was ever published, so that nothing proves that it was not made anew.`],
      });
    const behind = checked - published.n;
    const since = behind === 0 ? 'nothing came since' : `${behind} more came since, which only the chain itself proves`;
    return ok({
      whole: true,
      lines: [
        `The audit is whole: ${checked} entries, proved by ${heads.value.length} published heads up to entry ${published.n} of ${timeOf(published.at)}; ${since}.`,
      ],
    });
  });
  if (checked.ok || typeof checked.error === 'string') return checked as Result<Checked, string>;
  const { code, message } = checked.error;
  return tampered.has(code) ? ok({ whole: false, lines: [message] }) : fail(message);
}

/** Faults of the file that say that it is not what it was, and not that it cannot be looked at. */
const tampered: ReadonlySet<OpenFault['code']> = new Set(['cut-short', 'missing', 'damaged']);

const headLine = ({ n, at }: PublishedHead): string => `The newest published head is of entry ${n}, ${timeOf(at)}.`;

/** Gives each entry that fits, the oldest first, as a line of JSON. What somebody typed as a reason stays sealed. */
export async function listAudit(options: AuditOptions, onLine: (line: string) => void): Promise<Result<null, string>> {
  const { person, customer, kind, since } = options;
  const listed = await withLedger(options, async (db) => {
    if (!holdsAudit(db)) return ok(null);
    for (let after: number | null = null; ; ) {
      const rows: ReturnType<typeof auditRows> = auditRows(db, after, AT_A_TIME);
      for (const { n, text, hash } of rows) {
        const entry = readEntry(text);
        const fits =
          entry === null ||
          ((person === null || entry.actor.id === person) &&
            (customer === null || entry.customer === customer) &&
            (kind === null || entry.kind === kind) &&
            (since === null || entry.at >= since));
        if (fits) onLine(JSON.stringify(entry === null ? { n, unreadable: text, hash } : { ...entry, time: timeOf(entry.at), hash }));
      }
      const last = rows.at(-1);
      if (last === undefined || rows.length < AT_A_TIME) return ok(null);
      after = last.n;
    }
  });
  return listed.ok ? listed : fail(typeof listed.error === 'string' ? listed.error : listed.error.message);
}

function readEntry(text: string) {
  try {
    return auditEntry.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

async function withLedger<T>(
  { folder }: AuditOptions,
  work: (db: ReadDb, held: DeskFolder) => Promise<Result<T, string>>,
): Promise<Result<T, string | OpenFault>> {
  const opened = await openDeskFolder(folder);
  if (!opened.ok) return opened;
  const held = opened.value;
  let db: ReadDb | null = null;
  try {
    const file = path.join(held.path, 'ledger.db');
    probe({ file, key: held.key.key, migrations: ledgerMigrations, logger: null });
    db = openForReading({ file, key: held.key.key, synchronous: 'FULL', logger: null });
    return await work(db, held);
  } catch (cause) {
    if (cause instanceof OpenFault) return fail(cause);
    throw cause;
  } finally {
    db?.close();
    held.release();
  }
}

async function headsOf({ folder }: AuditOptions, db: ReadDb, held: DeskFolder): Promise<Result<readonly PublishedHead[], string>> {
  const { engine: config } = folder;
  let engine: QueueEngine;
  if (config === null) engine = new EmbeddedEngine({ file: path.join(held.path, 'engine.db'), key: held.key.key, clock: Date.now, newId: v7, logger: quiet });
  else {
    const { NatsEngine } = await import('#electron/engine/nats/nats-engine.ts');
    const { signingKey } = await import('#electron/engine/nats/signing/nkey.ts');
    const kept = setting(db, `engine.nkey ${config.desk}`)?.replace(/^made /, '') ?? null;
    const seed = config.nkeyFile === undefined ? kept : readFileSync(config.nkeyFile, 'utf8').trim();
    if (seed === null) return fail(`this folder has no key of the desk "${config.desk}"; --nkey FILE names one`);
    const tls = config.tls === undefined ? (config.servers.some((server) => server.startsWith('tls://')) ? {} : null) : given(config.tls);
    const place = { servers: config.servers, desk: config.desk, key: signingKey(seed), authenticate: config.nkeyFile !== undefined, tls };
    engine = new NatsEngine({ place, clock: Date.now, newId: v7, logger: quiet, journal: null, onRefused: () => undefined, lookMs: 0 });
  }
  const late = setTimeout(() => void engine.stop(), OPEN_MS);
  try {
    await engine.start();
    return ok(await publishedHeads(new EventLog(engine, () => undefined), held.id));
  } catch (cause) {
    return fail(engine.health().lastError?.text ?? (cause instanceof Error ? cause.message : String(cause)));
  } finally {
    clearTimeout(late);
    await engine.stop().catch(() => undefined);
  }
}

/** What is named of the files of TLS. */
function given({ ca, cert, key }: { readonly ca?: string | undefined; readonly cert?: string | undefined; readonly key?: string | undefined }) {
  return { ...(ca === undefined ? {} : { ca }), ...(cert === undefined ? {} : { cert }), ...(key === undefined ? {} : { key }) };
}
