import { existsSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { type EngineConfig, readConfig } from '#electron/host/config-file.ts';
import { type DeskFolderOptions, dataHome, folderOf } from '#electron/host/desk-folder.ts';
import { type AuditKind, auditKind } from '#shared/desk/audit.ts';
import { fail, ok, type Result } from '#shared/lib/result.ts';

/** Whose audit is read, and what of it. */
export interface AuditOptions {
  readonly folder: DeskFolderOptions & { readonly engine: EngineConfig | null };
  readonly person: string | null;
  readonly customer: string | null;
  readonly kind: AuditKind | null;
  readonly since: number | null;
}

const forms = {
  'data-dir': { type: 'string' },
  config: { type: 'string' },
  demo: { type: 'boolean' },
  'no-demo': { type: 'boolean' },
  'key-file': { type: 'string' },
  'passphrase-file': { type: 'string' },
  nkey: { type: 'string' },
  person: { type: 'string' },
  customer: { type: 'string' },
  kind: { type: 'string' },
  since: { type: 'string' },
} as const;

/** Reads the command line and the configuration it names; a fault is one line. Where neither says which desk, it is the one that the folder has, the real one first. */
export function readAuditOptions(args: readonly string[]): Result<AuditOptions, string> {
  let given: ReturnType<typeof parseArgs<{ options: typeof forms }>>['values'];
  try {
    given = parseArgs({ args: [...args], options: forms, allowPositionals: false }).values;
  } catch (cause) {
    return fail(`${cause instanceof Error ? (cause.message.split('\n')[0] ?? '') : String(cause)} (--help shows the options)`);
  }
  const read = given.config === undefined ? ok({}) : readConfig(given.config);
  if (!read.ok) return read;
  const config: Extract<ReturnType<typeof readConfig>, { ok: true }>['value'] = read.value;
  const dataDir = given['data-dir'] ?? config.dataDir ?? null;
  const engine = config.engine === undefined ? null : given.nkey === undefined ? config.engine : { ...config.engine, nkeyFile: given.nkey };
  const at = (demo: boolean) => path.join(dataDir ?? dataHome(), folderOf({ demo, engine }));
  const said = given['no-demo'] ? false : (given.demo ?? config.demo);
  const demo = said ?? !existsSync(path.join(at(false), 'ledger.db'));
  if (!existsSync(path.join(at(demo), 'ledger.db'))) return fail(`${at(demo)}: has no ledger in it; --data-dir names a data folder, as for start`);
  const kind = given.kind === undefined ? null : auditKind.safeParse(given.kind).data;
  if (kind === undefined) return fail(`--kind ${given.kind}: is not one of ${auditKind.options.join(', ')}`);
  const since = given.since === undefined ? null : Date.parse(given.since);
  if (Number.isNaN(since)) return fail(`--since ${given.since}: is not a date like 2026-01-31 or 2026-01-31T08:00Z`);
  const passphraseFile = given['passphrase-file'] ?? config.passphraseFile ?? null;
  const keyFile = given['key-file'] ?? config.keyFile ?? null;
  return ok({
    folder: { dataDir, demo, memory: false, passphraseFile, keyFile, engine },
    person: given.person ?? null,
    customer: given.customer ?? null,
    kind,
    since,
  });
}
