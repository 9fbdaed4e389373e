import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { v7 } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EmbeddedEngine } from '#electron/engine/embedded/embedded-engine.ts';
import { isNotedDamaged } from '#electron/host/keeping/damage-note.ts';
import type { RestorableFile } from '#electron/host/keeping/desk-files.ts';
import { KeptFolder } from '#electron/host/keeping/kept-folder.ts';
import { inThread } from '#electron/sqlite/run-worker.ts';
import { SqliteStore } from '#electron/store/sqlite-store.ts';
import type { CaseId, PersonId } from '#shared/lib/ids.ts';
import { aboutCase, event } from '#tests/conformance/engine-kit.ts';
import { recordingLogger } from '#tests/fakes/recording-logger.ts';

const key = Buffer.alloc(32, 6);
const lin = 'lin' as PersonId;

const ids = Array.from({ length: 2_000 }, () => v7());

/** Its files hold so much that a read of their middle meets the disk. */
describe('Damage that a call meets in a file that nothing can rebuild', () => {
  let folder: string;
  let lines: string[];
  let kept: KeptFolder;
  let store: SqliteStore;
  let engine: EmbeddedEngine;

  const begin = async () => {
    lines = [];
    const parts = { key, clock: Date.now, logger: recordingLogger() };
    kept = new KeptFolder({ ...parts, folder, engineHere: true, restore: false, onDamage: (line) => void lines.push(line), runApart: inThread });
    kept.start();
    store = new SqliteStore({ ...parts, folder, onFault: kept.met });
    engine = new EmbeddedEngine({ ...parts, file: `${folder}/engine.db`, newId: v7, onFault: kept.met });
    await Promise.all([store.start(), engine.start()]);
    await kept.watch(store);
  };
  const end = async () => {
    await kept.rest();
    await Promise.all([store.stop(), engine.stop()]);
    await kept.stop();
  };
  const damage = (file: RestorableFile) => {
    const bytes = readFileSync(path.join(folder, file));
    const middle = 4_096 * Math.floor(bytes.length / 8_192);
    writeFileSync(path.join(folder, file), bytes.fill(0xab, middle, middle + 16_384));
  };

  beforeEach(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'damage-'));
    await begin();
    await engine.appendAll(ids.map((id) => event(id)));
    for (let n = 0; n < 200; n += 1) {
      const draft = { caseId: `case-${n}` as CaseId, person: lin, kind: 'reply' as const, text: 'words '.repeat(400), attachments: [], savedAt: n };
      await store.ledger.saveDraft(draft);
    }
    await end();
    await begin();
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it.each([
    ['engine.db', () => Promise.all(ids.map((id) => engine.read(aboutCase(id))))],
    ['ledger.db', () => store.ledger.drafts(lin)],
  ] as const)('is told once, noted, and the file not believed at the next start: %s', async (file, read) => {
    damage(file);
    await expect(read()).rejects.toMatchObject({ code: 'damaged' });
    await expect(read()).rejects.toMatchObject({ code: 'damaged' });
    expect(lines).toEqual([expect.stringMatching(new RegExp(`${file.replace('.', '\\.')}: damaged: .*--restore$`))]);
    expect(isNotedDamaged(path.join(folder, file))).toBe(true);
    await end();
    await expect(begin()).rejects.toMatchObject({ damaged: { file } });
  });
});
