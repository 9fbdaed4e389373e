import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openForReading } from '#electron/sqlite/open.ts';
import { sql } from '#electron/sqlite/sql.ts';
import { foldCase } from '#shared/case/evolve.ts';
import { isMessage } from '#shared/case/state.ts';
import type { CaseId, CommandId, CustomerId } from '#shared/lib/ids.ts';
import { Bench, benchKey, type Tab } from '#tests/contract/bench-kit.ts';
import { frameThat } from '#tests/contract/console-tab-kit.ts';
import { memory } from '#tests/contract/transports.ts';
import { decryptedPages, foundIn, walBytes } from '#tests/fixtures/decrypted-pages.ts';

const wang = 'C100001' as CustomerId;
/** What the person wrote, what was written about them, and terms of the search index made from that. */
const words = ['quillfeather', 'marzipanlane', '紫罗兰街', 'draftedsecret', 'notedsecret', 'commentedsecret'];
const phone = '13911223344';
/** In what is only ever shown masked: a closing comment, a reviewer's note. */
const hiddenPhones = ['13911223355', '13911223366'];
const asideWords = 'asidesecret';

describe('A person is erased', () => {
  let folder: string;
  let bench: Bench;
  let lin: Tab;
  let admin: Tab;
  let first: CaseId;
  let second: CaseId;
  let other: CaseId;
  let token: string;
  /** Under which the customer was looked at without any case. */
  let look: CaseId;
  let blob: Awaited<ReturnType<typeof attached>>['blob'];
  const files = ['cache.db', 'ledger.db', 'vault.db', 'mail.db', 'engine.db'];

  const begin = async () => {
    bench = new Bench(memory, { folder });
    await bench.start();
    lin = await bench.tab('agent-lin');
    admin = await bench.tab('administrator-zhou');
  };
  const stateOf = async (caseId: CaseId) => foldCase(undefined, (await admin.client.cases.read({ caseId, after: 0 })).events);
  const erase = (confirm: string, commandId = v7()) =>
    admin.client.erasure.erase({ caseId: first, reason: 'asked', confirm, commandId: commandId as CommandId });
  /** Where a text of the person lies, in whatever part of whatever file. */
  const remains = (texts: readonly string[]) =>
    [...files, ...copies()].flatMap((file) => foundIn(decryptedPages(join(folder, file), benchKey), texts).map((text) => `${file}: ${text}`));
  /** Backups, and what a restore set aside. */
  const copies = () =>
    ['backups', 'set-aside'].flatMap((name) =>
      existsSync(join(folder, name))
        ? readdirSync(join(folder, name))
            .filter((file) => !/-(wal|shm|mark)$/.test(file))
            .map((file) => join(name, file))
        : [],
    );
  const keysLeft = (keys: readonly (Buffer | null)[]) =>
    ['engine.db', ...copies()].filter((file) => keys.some((key) => key === null || decryptedPages(join(folder, file), benchKey).includes(key)));
  const keyOf = (caseId: CaseId) => {
    const db = openForReading({ file: join(folder, 'engine.db'), key: benchKey, synchronous: 'NORMAL', logger: null });
    const key = db.get<{ key: Buffer | null }>(sql`SELECT key FROM data_key WHERE about_kind = 'case' AND about_id = ${caseId}`)?.key ?? null;
    db.close();
    return key;
  };
  const brought = async (name: string, text: string) => {
    const bytes = Buffer.from(text);
    const { import: id } = await admin.client.mail.begin({ name, size: bytes.length });
    await admin.client.mail.chunk({ import: id, data: bytes.toString('base64') });
    await admin.client.mail.finish({ import: id });
  };
  const picture = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
  const attached = async () => {
    const { upload } = await lin.client.attachments.begin({ caseId: first, name: 'a.png', size: picture.length });
    await lin.client.attachments.chunk({ upload, data: picture.toString('base64') });
    return lin.client.attachments.finish({ upload });
  };
  const rebuilt = async () => {
    const sync = await admin.client.host.sync();
    await sync.next();
    const back = frameThat(sync, ({ state }) => state === 'catching-up').then(() => frameThat(sync, ({ state }) => state === 'live'));
    await admin.client.cache.rebuild();
    await back;
    await sync.return?.();
  };

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'erasure-'));
    await begin();
    ({ caseId: first } = await bench.newCase(`my name is quillfeather of marzipanlane, 我住紫罗兰街, call ${phone}`));
    ({ caseId: second } = await bench.newCase('marzipanlane again'));
    ({ caseId: other } = await bench.newCase('somebody else, kept as it is: otherperson'));
    for (const caseId of [first, second]) {
      await lin.act(caseId, { type: 'accept' });
      await lin.act(caseId, { type: 'identify', customer: wang });
    }
    await lin.act(first, { type: 'addNote', text: 'notedsecret about quillfeather' });
    await lin.act(first, { type: 'resolve', disposition: 'solved', comment: `commentedsecret ${hiddenPhones[0]}` });
    await admin.client.replay.note({ caseId: first, at: bench.now, event: null, question: null, mark: 'good', text: `reviewedsecret ${hiddenPhones[1]}` });
    await lin.client.drafts.save({ caseId: second, kind: 'reply', text: 'draftedsecret for quillfeather', attachments: [] });
    await lin.client.drafts.keepAside({ id: 'beside', caseId: first, kind: 'note', text: 'draftedsecret, kept beside', attachments: [] });
    const state = await stateOf(first);
    token = state?.entries.filter(isMessage).flatMap((entry) => entry.marks)[0]?.token ?? '';
    // Mails that say of nobody that they are from them are kept aside: one gives the person's number, one does not.
    ({ blob } = await attached());
    await brought('aside.eml', `Subject: ${asideWords}\r\n\r\nplease call ${phone}\r\n`);
    await brought('other.eml', 'Subject: other\r\n\r\nplease call nobody\r\n');
    const nonce = v7();
    const purpose = { purpose: 'break-glass' as const, action: 'break-glass', customer: wang, amount: null, caseId: null, nonce };
    const { demo } = await lin.client.stepUp.state();
    const { proof } = await lin.client.stepUp.prove({ code: demo?.code ?? '', purpose });
    ({ caseId: look } = await lin.client.access.breakGlass({ customer: wang, reason: 'fraud', words: 'lookedsecret', nonce, proof }));
    await lin.client.customers.account({ caseId: look, customer: wang });
    // The end makes backups; a damaged file that a restore set aside lies there as well.
    await bench.stop();
    mkdirSync(join(folder, 'set-aside'));
    copyFileSync(join(folder, 'engine.db'), join(folder, 'set-aside', 'engine.db-2026-01-01T000000Z'));
    await begin();
  });
  afterAll(async () => {
    await bench.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('is there to be found before, by the same look', async () => {
    const found = remains([...words, phone]).map((hit) => hit.split(': ')[1]);
    expect(new Set(found)).toEqual(new Set([...words, phone]));
    expect((await lin.client.attachments.read({ caseId: first, blob })).data).toBe(picture.toString('base64'));
    const left = keysLeft([keyOf(first)]);
    expect(left).toContain('engine.db');
    expect(left.some((file) => file.startsWith('backups'))).toBe(true);
    expect(left.some((file) => file.startsWith('set-aside'))).toBe(true);
  });

  it('is refused to others, and without the person’s number typed', async () => {
    await expect(lin.client.erasure.scope({ caseId: first })).rejects.toMatchObject({ code: 'NOT_ALLOWED' });
    const scope = await admin.client.erasure.scope({ caseId: first });
    expect(scope).toMatchObject({ customer: wang, confirm: wang });
    expect(scope.cases).toBeGreaterThanOrEqual(2);
    expect(scope.open).toBeGreaterThanOrEqual(1);
    await expect(erase('C100002')).rejects.toMatchObject({ code: 'BAD_INPUT', data: { place: 'confirm' } });
    expect((await stateOf(first))?.erasedAt).toBeNull();
  });

  it('leaves nothing of them in any page of any file, while the desk runs on', async () => {
    const keys = [keyOf(first), keyOf(second), keyOf(look)];
    const before = await admin.client.inbox.counts();
    const scope = await admin.client.erasure.scope({ caseId: first });
    const drafts = await lin.client.drafts.follow();
    await frameThat(drafts, ({ whole }) => whole);
    expect(await erase(wang)).toEqual({ cases: scope.cases });
    // Whose words went with the person is told why.
    const { gone, kept } = await frameThat(drafts, (frame) => frame.gone.length > 0);
    expect(gone).toContainEqual({ caseId: second, kind: 'reply', erased: true });
    // Also where they had no draft, and the words stood beside its place.
    expect(gone).toContainEqual({ caseId: first, kind: 'note', erased: true });
    expect(kept).toEqual([]);
    await drafts.return?.();
    expect(remains([...words, phone, ...hiddenPhones, asideWords, '街紫', '罗兰'])).toEqual([]);
    expect(keys.includes(null)).toBe(false);
    expect(keysLeft(keys)).toEqual([]);
    expect(copies().some((file) => file.includes('engine'))).toBe(true);
    expect(copies().some((file) => file.includes('ledger'))).toBe(true);
    for (const file of ['vault.db', 'engine.db']) expect(walBytes(join(folder, file)), file).toBe(0);
    // After the last of it was taken out nothing is written but that it is done.
    for (const file of ['cache.db', 'ledger.db']) expect(walBytes(join(folder, file)), file).toBeLessThan(50_000);
    const after = await admin.client.inbox.counts();
    expect(after.all).toBe(before.all);
    expect(after.resolved).toBe(before.resolved + scope.open);
  });

  it('shows that it was done, by whom and why, and what is left: no words, no name', async () => {
    const state = await stateOf(first);
    expect(state).toMatchObject({ erasedAt: bench.now, status: 'resolved', contactName: null, subject: null, customer: wang });
    expect(state?.entries.filter(isMessage).map(({ text }) => text)).toEqual([null, null]);
    const step = state?.entries.at(-1);
    expect(step).toMatchObject({
      kind: 'step',
      actor: { kind: 'administrator', id: 'administrator-zhou' },
      step: { type: 'case.erased', body: { reason: 'asked' } },
    });
    expect((await admin.client.search.query({ text: 'quillfeather', limit: 5 })).length).toBe(0);
    expect((await admin.client.search.query({ text: phone, limit: 5 })).length).toBe(0);
    expect((await admin.client.search.query({ text: 'otherperson', limit: 5 })).map(({ row }) => row.id)).toEqual([other]);
    await expect(admin.client.vault.reveal({ caseId: first, token: token as never, reason: 'verify', words: 'once more' })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    // Why they were opened without a case is not to be read any more; that they were, and by whom, is.
    const { entries } = await (await bench.tab('supervisor-he')).client.audit.page({
      actor: null,
      customer: wang,
      kind: 'glass.broken',
      before: null,
      limit: 5,
    });
    expect(entries).toMatchObject([{ caseId: look, actor: { id: 'agent-lin' }, reason: 'fraud', words: null }]);
    expect((await lin.client.drafts.list()).some(({ caseId }) => caseId === second)).toBe(false);
    expect((await admin.client.mail.keptAside()).map(({ fault }) => fault)).toEqual([expect.stringContaining('other.eml')]);
  });

  it('takes nothing in any more: no words, no look, no draft, no review', async () => {
    await expect(lin.act(first, { type: 'addNote', text: 'quillfeather' })).rejects.toMatchObject({ code: 'REFUSED', data: { code: 'erased' } });
    await expect(lin.client.drafts.save({ caseId: first, kind: 'reply', text: 'x', attachments: [] })).rejects.toMatchObject({ code: 'REFUSED' });
    await expect(lin.client.attachments.read({ caseId: first, blob })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(attached()).rejects.toMatchObject({ code: 'REFUSED', data: { code: 'erased' } });
    await expect(lin.client.customers.account({ caseId: first, customer: wang })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(admin.client.replay.note({ caseId: first, at: 1, event: null, question: null, mark: 'good', text: 'x' })).rejects.toMatchObject({
      code: 'BAD_INPUT',
    });
    // Asked again it is done already.
    expect((await erase(wang)).cases).toBeGreaterThanOrEqual(2);
  });

  it('does not come back when the cache is filled again, nor by a restart', async () => {
    const before = await stateOf(first);
    await rebuilt();
    expect(await stateOf(first)).toEqual(before);
    expect(remains([...words, phone])).toEqual([]);
    await bench.stop();
    await begin();
    expect(await stateOf(first)).toEqual(before);
    expect(remains([...words, phone])).toEqual([]);
  });
});
