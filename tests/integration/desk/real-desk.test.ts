import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DeskChange } from '#shared/desk/decide-desk.ts';
import type { CommandId, PersonId } from '#shared/lib/ids.ts';
import { Bench, type Tab } from '#tests/contract/bench-kit.ts';
import { firstFrame, frameThat, refusal } from '#tests/contract/console-tab-kit.ts';
import { memory } from '#tests/contract/transports.ts';

const password = 'harbour lantern 42';
const name = (en: string) => ({ 'zh-CN': en, en });

describe('A real desk in a folder', () => {
  let folder: string;
  let bench: Bench;
  const begin = async () => {
    bench = new Bench(memory, { folder, demo: false });
    await bench.start();
  };
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'real-desk-'));
    await begin();
  });
  afterAll(async () => {
    await bench.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  const zhou = async (): Promise<Tab> => {
    const tab = await bench.tab();
    await tab.client.session.signInWithPassword({ login: 'zhou', password });
    return tab;
  };
  const change = (tab: Tab, changes: DeskChange[]) => tab.client.admin.change({ changes, how: 'edited', commandId: v7() as CommandId });
  const queue = (id: string, group: string) => ({
    id,
    group,
    name: name(id),
    serviceLevelSeconds: 60,
    shortAbandonSeconds: 5,
    consoleLostSeconds: 600,
    skills: [],
    calendar: null,
    afterCallWork: { seconds: 0, dispositionRequired: false },
  });
  const person = (id: string, queues: string[]) => ({
    id,
    role: 'agent',
    name: name(id),
    queues,
    languages: ['en'],
    skills: [],
    capacity: { call: 1, chat: 4, message: 4, email: 2 },
    active: true,
  });

  it('without any queue keeps the customer who writes already, for those who see all', async () => {
    const first = await bench.tab();
    expect(await first.client.session.entrance()).toBe('set-up');
    await first.client.session.setUp({ name: name('Zhou'), login: 'zhou', password });
    const customer = await bench.customer();
    await customer.say('is anybody there');
    const board = await first.client.supervision.follow();
    await frameThat(board, ({ live }) => live);
    const frames = await first.client.inbox.follow();
    await frameThat(frames, ({ counts }) => counts.active === 1);
    await frames.return?.();
    const page = await first.client.inbox.page({ view: 'active', sort: { by: 'activeAt', descending: true }, offset: 0, limit: 5 });
    expect(page.rows).toMatchObject([{ queue: 'unsorted' }]);
    await change(first, [
      { list: 'groups', id: 'retail', value: { id: 'retail', name: name('Retail') }, basedOn: 0 },
      { list: 'queues', id: 'pay', value: queue('pay', 'retail'), basedOn: 0 },
    ]);
    const [row] = page.rows;
    if (!row) throw new Error('the case is there');
    await first.act(row.id, { type: 'transfer', queue: 'pay' as never, note: '' });
    expect((await first.client.admin.openCases()).queues).toEqual({ pay: 1 });
    // The desk has no wallet, which the screen is told as such, not as one that fails.
    expect(await first.client.host.info()).toMatchObject({ demo: false, wallet: false });
    await first.act(row.id, { type: 'identify', customer: 'C100017' as never });
    expect(await refusal(first.client.customers.account({ caseId: row.id, customer: 'C100017' as never }))).toMatchObject({
      code: 'WALLET_FAULT',
      data: { code: 'not-connected' },
    });
    // Also a board that was begun before there was any group counts the cases of one that came.
    const other = await bench.customer();
    await other.say('and this is the second');
    await frameThat(board, (frame) => frame.board.queues.some((queue) => queue.queue === 'pay' && queue.figures.waiting.numerator === 2));
    await board.return?.();
  });

  it('after a restart has its people, queues, accounts and cases, and asks for a password', async () => {
    const before = await zhou();
    await change(before, [{ list: 'people', id: 'lin', value: person('lin', ['pay']), basedOn: 0 }]);
    const { oneTimePassword } = await before.client.accounts.invite({ person: 'lin' as PersonId, login: 'lin' });
    const { text } = await before.client.admin.exportFile();
    await bench.stop();
    await begin();
    const lin = await bench.tab();
    expect(await lin.client.session.entrance()).toBe('password');
    await lin.client.session.changePassword({ login: 'lin', current: oneTimePassword, next: 'rivers run to the sea' });
    const customer = await bench.customer();
    await customer.say('charged twice');
    const frames = await lin.client.inbox.follow();
    await frameThat(frames, ({ counts }) => counts.active === 3);
    await frames.return?.();
    const again = await zhou();
    expect((await again.client.admin.exportFile()).text).toBe(text);
    expect((await again.client.admin.history({ before: null, limit: 50 })).entries.map(({ how }) => how)).toEqual(['edited', 'edited', 'set-up']);
  });

  it('a person whose queues change has the new rights without signing in again', async () => {
    const [admin, lin] = [await zhou(), await bench.tab()];
    await lin.client.session.signInWithPassword({ login: 'lin', password: 'rivers run to the sea' });
    const { configuration, revisions } = await firstFrame(await admin.client.admin.follow());
    const rows = await lin.client.inbox.follow();
    expect((await rows.next()).value).toMatchObject({ counts: { active: 3 } });
    const value = { ...configuration.people.find(({ id }) => id === 'lin'), queues: [] };
    await change(admin, [{ list: 'people', id: 'lin', value, basedOn: revisions['people/lin']?.revision ?? 0 }]);
    await expect(frameThat(rows, () => false)).rejects.toThrow('ended');
    expect(await lin.client.inbox.counts()).toMatchObject({ active: 0 });
    expect((await lin.client.session.me())?.person.queues).toEqual([]);
  });

  it('a file with faults changes nothing, a good one everything at once, and one that somebody overtook nothing', async () => {
    const admin = await zhou();
    const { text } = await admin.client.admin.exportFile();
    const file = JSON.parse(text);
    file.configuration.queues.push({ ...queue('refund', 'nowhere') }, { ...queue('card', 'retail'), serviceLevelSeconds: 0 });
    const faulty = await admin.client.admin.checkFile({ text: JSON.stringify(file) });
    expect(faulty.changes).toEqual([]);
    expect(faulty.faults.map(({ path, code }) => [path.join('.'), code])).toEqual([
      ['configuration.queues.2.serviceLevelSeconds', 'too-small'],
      ['configuration.queues.1.group', 'unknown-group'],
    ]);
    file.configuration.queues = [...JSON.parse(text).configuration.queues, queue('refund', 'retail')];
    file.configuration.groups[0].name = name('Retail banking');
    file.configuration.people = [];
    const { faults, changes } = await admin.client.admin.checkFile({ text: JSON.stringify(file) });
    expect(faults).toEqual([]);
    expect(changes.map(({ list, id }) => `${list}/${id}`)).toEqual(['groups/retail', 'queues/refund']);
    const [theirs] = changes;
    if (!theirs) throw new Error('the group is changed');
    await change(admin, [{ ...theirs, value: { id: 'retail', name: name('Meanwhile') } }]);
    const apply = (all: DeskChange[]) => admin.client.admin.change({ changes: all, how: 'imported', commandId: v7() as CommandId });
    expect(await refusal(apply(changes))).toMatchObject({ code: 'DESK_REFUSED', data: { code: 'changed-meanwhile' } });
    expect((await admin.client.admin.exportFile()).text).not.toContain('refund');
    await apply((await admin.client.admin.checkFile({ text: JSON.stringify(file) })).changes);
    const [entry] = (await admin.client.admin.history({ before: null, limit: 1 })).entries;
    expect(entry).toMatchObject({ how: 'imported', changes: [{ id: 'retail' }, { id: 'refund' }] });
  });

  it('no password is anywhere in the folder or the log lines', async () => {
    await bench.stop();
    const files = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name: file }) => readFileSync(join(parentPath, file)));
    expect(readdirSync(join(folder, 'backups')).length).toBeGreaterThan(1);
    for (const secret of [password, 'rivers run to the sea', 'lin.xia']) {
      expect(files.some((bytes) => bytes.includes(secret))).toBe(false);
      expect(JSON.stringify(bench.logger.lines)).not.toContain(secret);
    }
    await begin();
  });
});
