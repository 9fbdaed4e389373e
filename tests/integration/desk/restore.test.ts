import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { v7 } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { QueueEngine } from '#electron/engine/port.ts';
import { isNotedDamaged, noteDamage } from '#electron/host/keeping/damage-note.ts';
import { adviceOn, backupFolderOf, timeText } from '#electron/host/keeping/desk-files.ts';
import { metDamaged, restoreDesk } from '#electron/host/keeping/restore-desk.ts';
import { settleRestorations } from '#electron/host/keeping/settle-restorations.ts';
import { backUp } from '#electron/sqlite/backups.ts';
import { OpenFault } from '#electron/sqlite/open-fault.ts';
import type { CaseId, CommandId, PersonId } from '#shared/lib/ids.ts';
import type { Instant } from '#shared/lib/time.ts';
import { recordingLogger } from '#tests/fakes/recording-logger.ts';
import { ConsoleParts, engineIn, key, masked, type Time } from '#tests/integration/desk/console-parts-kit.ts';

const lin = 'agent-lin' as PersonId;
const backupTime = 1_790_000_100_000 as Instant;
const restoreTime = 1_790_000_900_000 as Instant;

/** A desk whose files are damaged after its backup was made. */
describe('A desk that is put back from its backups', () => {
  const time: Time = { now: 1_790_000_000_000 };
  let folder: string;
  let engine: QueueEngine;
  let parts: ConsoleParts;

  const at = (name: string) => path.join(folder, name);
  const begin = async () => {
    engine = engineIn(folder, time);
    await engine.start();
    parts = await new ConsoleParts(engine, time, folder).start();
  };
  const end = async () => {
    await parts.stop();
    await engine.stop();
  };
  const backUpAll = () => {
    for (const name of ['ledger.db', 'engine.db']) backUp({ file: at(name), key, into: backupFolderOf(folder) }, backupTime);
  };
  const restore = () => restoreDesk({ folder, key, engineHere: true, now: restoreTime });
  const settle = () => settleRestorations({ restored: parts.store.restored, ledger: parts.store.ledger, engine, logger: recordingLogger() });
  const draft = (text: string) => ({ caseId: 'c1' as CaseId, person: lin, kind: 'reply' as const, text, attachments: [], savedAt: 5 });
  const entry = (commandId: string) => parts.store.ledger.outboxEntry(commandId as CommandId);
  const queued = async (caseId: CaseId): Promise<string> => {
    const commandId = v7();
    await parts.store.ledger.putOutbox({
      commandId: commandId as CommandId,
      caseId,
      person: lin,
      events: [],
      expected: 0,
      state: 'queued',
      answer: null,
      at: time.now,
      asked: null,
    });
    return commandId;
  };
  /** A file cut in the middle of its rows. */
  const cut = (name: string) => truncateSync(at(name), Math.floor(statSync(at(name)).size / 2 / 4_096) * 4_096);

  beforeEach(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'restore-'));
    await begin();
  });
  afterEach(async () => {
    await end().catch(() => undefined);
    rmSync(folder, { recursive: true, force: true });
  });

  it('has the log as it was, written again what the ledger knows of its cases, and says of the rest that it is unknown', async () => {
    const caseId = await parts.newCase();
    await parts.act(caseId, lin, { type: 'accept' });
    backUpAll();
    const [note, reply] = [v7(), v7()];
    await parts.act(caseId, lin, { type: 'addNote', text: masked('asked the bank') }, note);
    const later = await parts.newCase('a second matter');
    await parts.act(later, lin, { type: 'reply', text: masked('one moment'), attachments: [] }, reply);
    const types = await parts.logged(caseId);
    const waiting = await queued(caseId);
    await end();
    const whole = readFileSync(at('engine.db'));
    cut('engine.db');
    const damaged = readFileSync(at('engine.db'));
    await expect(engineIn(folder, time).start()).rejects.toMatchObject({ file: at('engine.db') });

    const restored = restore();
    expect(restored).toMatchObject({ ok: true, value: [{ file: 'engine.db', backupAt: backupTime, at: restoreTime }] });
    const [record] = restored.ok ? restored.value : [];
    expect(readFileSync(at(`set-aside/${record?.keptAs}`)).equals(damaged)).toBe(true);
    expect(damaged.length).toBeLessThan(whole.length);
    expect(readdirSync(at('set-aside')).some((name) => name.startsWith('cache.db'))).toBe(true);

    await begin();
    expect(await settle()).toBe(restoreTime);
    expect(await parts.logged(caseId)).toEqual(types);
    expect(await parts.logged(later)).toEqual([]);
    expect([(await entry(note))?.state, (await entry(reply))?.state, (await entry(waiting))?.state]).toEqual(['confirmed', 'unknown', 'unknown']);
    expect(await parts.store.restored.restorations()).toMatchObject([{ file: 'engine.db', settled: { unknown: 2, again: 1 } }]);
    expect(await parts.desk.recover()).toBe(0);
    // Once settled nothing is settled again.
    expect(await settle()).toBe(restoreTime);
    expect(await parts.logged(caseId)).toEqual(types);
    // The cache follows the log that went back.
    expect(await parts.store.cache.row(later)).toBeNull();
    await parts.act(caseId, lin, { type: 'tag', add: ['vip'], remove: [] });
    expect(await parts.logged(caseId)).toEqual([...types, 'case.tagged']);
  });

  it('has the ledger as it was, with the restore on record, and does not carry out what may have been', async () => {
    const caseId = await parts.newCase();
    await parts.store.ledger.saveDraft(draft('before the backup'));
    const waiting = await queued(caseId);
    const deferred = {
      commandId: v7() as CommandId,
      caseId,
      actor: { kind: 'agent' as const, id: lin },
      at: time.now as Instant,
      refusal: null,
      typed: null,
      doubtful: false,
    };
    await parts.store.ledger.deferCommand({ ...deferred, command: { type: 'addNote', text: masked('done later') } });
    const never = { ...deferred, commandId: v7() as CommandId };
    await parts.store.ledger.deferCommand({ ...never, command: { type: 'addNote', text: masked('never done') } });
    backUpAll();
    await parts.act(caseId, lin, { type: 'addNote', text: masked('done later') }, deferred.commandId);
    await parts.store.ledger.saveDraft(draft('after the backup'));
    await end();
    writeFileSync(at('ledger.db'), 'not a database '.repeat(4_000));

    expect(restore()).toMatchObject({ ok: true, value: [{ file: 'ledger.db', fault: expect.stringContaining('not-a-database') }] });
    await begin();
    await settle();
    expect((await parts.store.ledger.drafts(lin)).map(({ text }) => text)).toEqual(['before the backup']);
    expect(await entry(waiting)).toMatchObject({ state: 'unknown' });
    expect(await parts.store.ledger.deferredCommands()).toMatchObject([{ commandId: never.commandId, doubtful: true }]);
    expect(await parts.store.restored.restorations()).toMatchObject([{ file: 'ledger.db', backupAt: backupTime, settled: { unknown: 2, again: 0 } }]);
    expect(await parts.desk.recover()).toBe(0);
  });

  it('tells a ledger whose acknowledged changes are missing, and keeps all that is left of it', async () => {
    await parts.store.ledger.saveDraft(draft('in the backup'));
    backUpAll();
    for (let turn = 0; turn < 20; turn += 1) await parts.store.ledger.saveDraft(draft(`text ${turn}`));
    // As a kill leaves it: the log beside the file.
    const copies = ['ledger.db', 'ledger.db-wal', 'ledger.db.mark'].map((name) => [name, readFileSync(at(name))] as const);
    await end();
    for (const [name, bytes] of copies) writeFileSync(at(name), bytes);
    cut('ledger.db-wal');
    const left = readFileSync(at('ledger.db-wal'));
    const failed = await parts.store.start().catch((cause: unknown) => cause);
    if (!(failed instanceof OpenFault)) throw new Error('it is refused');
    expect(failed).toMatchObject({ code: 'cut-short', file: at('ledger.db') });
    const advice = adviceOn(failed, folder, key).message;
    expect(advice).toContain(at('ledger.db'));
    expect(advice).toContain(`backup is of ${timeText(backupTime)}: start with --restore`);
    expect(advice.split('\n')).toHaveLength(1);

    const restored = restore();
    const [record] = restored.ok ? restored.value : [];
    expect(readFileSync(at(`set-aside/${record?.keptAs}-wal`)).equals(left)).toBe(true);
    await begin();
    expect((await parts.store.ledger.drafts(lin)).map(({ text }) => text)).toEqual(['in the backup']);
    await parts.store.ledger.saveDraft(draft('after it'));
    await end();
    expect(restore()).toEqual({ ok: true, value: [] });
    await begin();
  });

  it('is left as it is where no backup opens, or nothing is damaged', async () => {
    await parts.store.ledger.saveDraft(draft('only here'));
    await end();
    expect(restore()).toEqual({ ok: true, value: [] });
    cut('ledger.db');
    const before = readFileSync(at('ledger.db'));
    expect(restore()).toMatchObject({ ok: false, error: expect.stringMatching(/ledger\.db: .*no backup of it opens with this key; nothing was changed/) });
    expect(readFileSync(at('ledger.db')).equals(before)).toBe(true);
    expect(existsSync(at('set-aside'))).toBe(false);
  });

  it('is not believed once it was met damaged, unless it is whole by now or no backup could take its place', async () => {
    await parts.newCase();
    await end();
    const doubted = () => metDamaged({ folder, key, engineHere: true });
    const bytes = readFileSync(at('engine.db'));
    noteDamage(at('engine.db'), 'page 7');
    expect(doubted()).toBeNull();
    expect(isNotedDamaged(at('engine.db'))).toBe(false);

    writeFileSync(at('engine.db'), Buffer.from(bytes).fill(7, bytes.length - 6_000));
    expect(doubted()).toBeNull();
    noteDamage(at('engine.db'), 'page 7');
    expect(doubted()).toBeNull();
    writeFileSync(at('engine.db'), bytes);
    backUpAll();
    writeFileSync(at('engine.db'), Buffer.from(bytes).fill(7, bytes.length - 6_000));
    expect(doubted()).toMatchObject({ message: expect.stringMatching(/engine\.db: damaged: /), damaged: { file: 'engine.db', backupAt: backupTime } });
    expect(restore()).toMatchObject({ ok: true, value: [{ file: 'engine.db' }] });
    expect(isNotedDamaged(at('engine.db'))).toBe(false);
    await begin();
  });

  it('that is gone altogether is missed, and comes back whole', async () => {
    const caseId = await parts.newCase();
    await parts.store.ledger.saveDraft(draft('kept'));
    backUpAll();
    const types = await parts.logged(caseId);
    await end();
    for (const name of ['engine.db', 'ledger.db']) rmSync(at(name));
    await expect(parts.store.start()).rejects.toMatchObject({ code: 'missing' });
    expect(restore()).toMatchObject({ ok: true, value: [{ file: 'ledger.db' }, { file: 'engine.db' }] });
    await begin();
    await settle();
    expect(await parts.logged(caseId)).toEqual(types);
    expect(await parts.store.restored.restorations()).toHaveLength(2);
  });
});
