import type { WriteDb } from '#electron/sqlite/db.ts';
import { migrate } from '#electron/sqlite/migrate.ts';
import { openForWriting } from '#electron/sqlite/open.ts';
import { serveWorker } from '#electron/sqlite/worker.ts';
import { dropValue, putValue, revealValue, tokenOf, vaultMigrations } from '#electron/wallet/vault/tables/value-table.ts';

const handlersOver = (db: WriteDb) => ({
  put: (kind: string, raw: string, hash: Uint8Array) => db.transaction(() => putValue(db, kind, raw, hash)),
  reveal: (token: string) => revealValue(db, token),
  has: (token: string) => revealValue(db, token) !== null,
  match: (hash: Uint8Array) => tokenOf(db, hash),
  drop: (tokens: readonly string[]) => {
    db.transaction(() => {
      for (const token of tokens) dropValue(db, token);
    });
    // The values' last copies would otherwise lie in the write-ahead log until the next checkpoint.
    db.checkpoint();
  },
});

export interface VaultWorkerData {
  readonly file: string;
  readonly key: Uint8Array | null;
}

export type VaultHandlers = ReturnType<typeof handlersOver>;

serveWorker(async ({ file, key }: VaultWorkerData, _emit, logger) => {
  const db = openForWriting({ file, key, synchronous: 'FULL', logger, cacheKib: 512 });
  migrate(db, vaultMigrations);
  return { handlers: handlersOver(db), stop: () => db.close() };
});
