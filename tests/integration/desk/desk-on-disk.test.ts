import { closeSync, cpSync, existsSync, fstatSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventsAbout } from '#electron/engine/embedded/tables/event-table.ts';
import { openForReading, openForWriting } from '#electron/sqlite/open.ts';
import { sql } from '#electron/sqlite/sql.ts';
import { foldCase } from '#shared/case/evolve.ts';
import { isMessage } from '#shared/case/state.ts';
import type { BoardFrame } from '#shared/contract/board-schemas.ts';
import type { CaseId, CustomerId } from '#shared/lib/ids.ts';
import { Bench, benchKey, type Tab } from '#tests/contract/bench-kit.ts';
import { frameThat } from '#tests/contract/console-tab-kit.ts';
import { memory } from '#tests/contract/transports.ts';

/** Overwrites everything behind the first page of a file. */
function ruin(file: string): void {
  if (!existsSync(file)) return;
  const handle = openSync(file, 'r+');
  const size = fstatSync(handle).size;
  if (size > 4096) writeSync(handle, Buffer.alloc(size - 4096, 0x5a), 0, size - 4096, 4096);
  closeSync(handle);
}

describe('A desk in a folder', () => {
  let folder: string;
  let bench: Bench;
  let lin: Tab;

  const begin = async () => {
    bench = new Bench(memory, { folder });
    await bench.start();
    lin = await bench.tab('agent-lin');
  };
  const restart = async (between: () => void = () => undefined) => {
    await bench.stop();
    between();
    await begin();
  };

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'desk-'));
    await begin();
  });
  afterAll(async () => {
    await bench.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** What the log has on a case's trail, read beside the running host, at once. */
  const trail = (caseId: CaseId): { type: string; actor: { id: string }; body: Record<string, string> }[] => {
    const db = openForReading({ file: join(folder, 'engine.db'), key: benchKey, synchronous: 'NORMAL', logger: null });
    try {
      return eventsAbout(db, 'trail', caseId, 0).map(({ json }) => JSON.parse(json));
    } finally {
      db.close();
    }
  };

  const wang = 'C100001' as CustomerId;

  it('has what an agent was shown on record when it is shown', async () => {
    const { caseId } = await bench.newCase();
    await lin.act(caseId, { type: 'identify', customer: wang });
    await lin.client.customers.account({ caseId, customer: wang });
    expect(trail(caseId)).toMatchObject([{ type: 'trail.seen', actor: { id: 'agent-lin' }, body: { customer: wang, panel: 'account' } }]);
    await lin.client.customers.transactions({ caseId, customer: wang, from: null, limit: 3 });
    expect(trail(caseId).map(({ body }) => body.panel)).toEqual(['account', 'timeline']);
  });

  it('has a supervisor’s silent look on record when the case is shown', async () => {
    const { caseId } = await bench.newCase();
    const supervisor = await bench.tab('supervisor-he');
    const frames = await supervisor.client.cases.follow({ caseId, after: 0, silent: true });
    await frameThat(frames, ({ kind }) => kind === 'events');
    expect(trail(caseId)).toMatchObject([{ type: 'trail.observed', actor: { kind: 'supervisor', id: 'supervisor-he' } }]);
    await frames.return?.();
  });

  it('has nobody on the board as there whose console was killed', async () => {
    const chen = await bench.tab('agent-chen');
    const supervisor = await bench.tab('supervisor-he');
    const stateOf = (frame: BoardFrame) => frame.board.agents.find(({ agent }) => agent === 'agent-chen')?.state;
    const before = await supervisor.client.supervision.follow();
    await frameThat(before, (frame) => stateOf(frame) === 'available');
    await before.return?.();
    // The log as a kill leaves it: signed in, and never out.
    const copied = mkdtempSync(join(tmpdir(), 'killed-'));
    cpSync(folder, copied, { recursive: true });
    const after = new Bench(memory, { folder: copied });
    await after.start();
    const again = await after.tab('supervisor-he');
    const frames = await again.client.supervision.follow();
    await frameThat(frames, (frame) => frame.live && stateOf(frame) === 'offline');
    await frames.return?.();
    await after.stop();
    rmSync(copied, { recursive: true, force: true });
    await chen.client.session.signOut();
  });

  it('has a reveal on record, with its reason, when the value is shown; the value itself is nowhere in it', async () => {
    const { caseId } = await bench.newCase('top up from 13900139123');
    const { events } = await lin.client.cases.read({ caseId, after: 0 });
    const [mark] =
      foldCase(undefined, events)
        ?.entries.filter(isMessage)
        .flatMap((entry) => entry.marks) ?? [];
    if (!mark) throw new Error('the number is masked');
    await lin.client.vault.reveal({ caseId, token: mark.token, reason: 'call-back', words: 'customer asks for a call' });
    const [revealed] = trail(caseId);
    expect(revealed).toMatchObject({ type: 'trail.revealed', actor: { id: 'agent-lin' }, body: { token: mark.token, reason: 'call-back' } });
    expect(JSON.stringify(revealed)).not.toContain('13900139123');
  });

  it('shows nothing before it is on record: while the log cannot be written, a value and an account wait', async () => {
    const { caseId } = await bench.newCase('top up from 13900139456');
    await lin.act(caseId, { type: 'identify', customer: wang });
    const { events } = await lin.client.cases.read({ caseId, after: 0 });
    const [mark] =
      foldCase(undefined, events)
        ?.entries.filter(isMessage)
        .flatMap((entry) => entry.marks) ?? [];
    if (!mark) throw new Error('the number is masked');
    const answered: string[] = [];
    const lock = openForWriting({ file: join(folder, 'engine.db'), key: benchKey, synchronous: 'FULL', logger: null });
    lock.run(sql`BEGIN IMMEDIATE`);
    const value = lin.client.vault.reveal({ caseId, token: mark.token, reason: 'call-back', words: '' }).then(() => answered.push('value'));
    const card = lin.client.customers.account({ caseId, customer: wang }).then(() => answered.push('account'));
    // Vault and wallet answer all the while.
    for (let round = 0; round < 10; round += 1) await lin.client.customers.suggest({ caseId });
    for (let round = 0; round < 10; round += 1) await lin.client.customers.find({ text: wang });
    expect(answered).toEqual([]);
    lock.run(sql`ROLLBACK`);
    lock.close();
    await Promise.all([value, card]);
    expect(
      trail(caseId)
        .map(({ type }) => type)
        .toSorted(),
    ).toEqual(['trail.revealed', 'trail.seen']);
  });

  it('has the drafts, the cases and the people’s choices after a restart', async () => {
    const { caseId } = await bench.newCase();
    await lin.client.drafts.save({ caseId, kind: 'reply', text: 'dear custom', attachments: [] });
    await lin.client.drafts.save({ caseId, kind: 'note', text: '待核实', attachments: [] });
    const chosen = { ...(await lin.client.settings.read()), theme: 'dark' as const };
    await lin.client.settings.save(chosen);
    const before = await lin.client.cases.read({ caseId, after: 0 });
    const counts = await lin.client.inbox.counts();
    await restart();
    const drafts = (await lin.client.drafts.list()).filter((draft) => draft.caseId === caseId);
    expect(drafts.map(({ kind, text }) => [kind, text]).toSorted()).toEqual([
      ['note', '待核实'],
      ['reply', 'dear custom'],
    ]);
    expect(await lin.client.cases.read({ caseId, after: 0 })).toEqual(before);
    expect(await lin.client.inbox.counts()).toEqual(counts);
    expect(await lin.client.settings.read()).toEqual(chosen);
  });

  it('fills a cache anew that was damaged while it was stopped, and loses nothing', async () => {
    const { caseId } = await bench.newCase('Schrödinger top up');
    await lin.client.drafts.save({ caseId, kind: 'reply', text: 'kept', attachments: [] });
    const counts = await lin.client.inbox.counts();
    await restart(() => ruin(join(folder, 'cache.db')));
    expect(bench.logger.lines).toContainEqual(expect.objectContaining({ level: 'warn', message: expect.stringContaining('filled again') }));
    expect(await lin.client.inbox.counts()).toEqual(counts);
    expect((await lin.client.search.query({ text: 'Schrodinger', limit: 5 })).map(({ row }) => row.id)).toContain(caseId);
    expect((await lin.client.drafts.list()).map(({ text }) => text)).toContain('kept');
  });

  it('fills a cache anew that is damaged while it runs, and goes on', async () => {
    const { caseId } = await bench.newCase('Heisenberg top up');
    const counts = await lin.client.inbox.counts();
    const sync = await lin.client.host.sync();
    await sync.next();
    const back = frameThat(sync, ({ state }) => state === 'catching-up').then(() => frameThat(sync, ({ state }) => state === 'live'));
    ruin(join(folder, 'cache.db'));
    ruin(join(folder, 'cache.db-wal'));
    // Whatever reads first meets the damage; what is asked once the desk is live again is answered.
    await lin.client.search.query({ text: 'Heisenberg 充值 钱包 客服 转账 退款', limit: 50 }).catch(() => undefined);
    await lin.client.search.query({ text: 'top up', limit: 50 }).catch(() => undefined);
    await back;
    expect(await lin.client.inbox.counts()).toEqual(counts);
    expect((await lin.client.search.query({ text: 'heisenberg', limit: 5 })).map(({ row }) => row.id)).toEqual([caseId]);
    const next = await bench.newCase('and work goes on');
    expect((await lin.act(next.caseId, { type: 'accept' })).events).toHaveLength(1);
    await sync.return?.();
  });
});
