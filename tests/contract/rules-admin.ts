import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DeskChange } from '#shared/desk/decide-desk.ts';
import type { CommandId, PersonId } from '#shared/lib/ids.ts';
import { Bench } from '#tests/contract/bench-kit.ts';
import { type Console, codeOf, firstFrame, frameThat, refusal, type Transport } from '#tests/contract/console-tab-kit.ts';
import { samples } from '#tests/contract/sample-inputs.ts';

const password = 'harbour lantern 42';
const change = (client: Console, changes: DeskChange[], how: 'edited' | 'undone' | 'imported' = 'edited') =>
  client.admin.change({ changes, how, commandId: v7() as CommandId });
const tagged = (id: string, en: string, basedOn = 0): DeskChange => ({ list: 'tags', id, value: { id, name: { 'zh-CN': en, en } }, basedOn });

/** The desk’s administration, and the accounts by which one comes in. */
export function adminRules(bench: Bench, transport: Transport): void {
  const methods = Object.keys(samples).filter((name) => /^(admin|accounts)\./.test(name));

  it.each(['agent-lin', 'supervisor-he', 'trainer-tang'] as const)('%s may not change the desk, nor see its accounts', async (person) => {
    const { client } = await bench.tab(person);
    for (const name of methods) {
      const [room = '', method = ''] = name.split('.');
      // biome-ignore lint/suspicious/noExplicitAny: the name comes from the table of samples.
      expect(await codeOf((client as any)[room][method](samples[name])), name).toBe('NOT_ALLOWED');
    }
  });

  it('admin.change: everybody goes by it at once, it is in the history, and taking it back is a change too', async () => {
    const [zhou, lin] = [await bench.tab('administrator-zhou'), await bench.tab('agent-lin')];
    const frames = await lin.client.desk.follow();
    const { configuration } = await change(zhou.client, [tagged('contract', 'Contract')]);
    expect(configuration.tags.at(-1)?.id).toBe('contract');
    expect((await frameThat(frames, ({ tags }) => tags.some(({ id }) => id === 'contract'))).tags.at(-1)).toMatchObject({ name: { en: 'Contract' } });
    await frames.return?.();
    const { entries } = await zhou.client.admin.history({ before: null, limit: 1 });
    expect(entries).toMatchObject([
      { by: { id: 'administrator-zhou' }, how: 'edited', changes: [{ list: 'tags', id: 'contract', before: null, revision: 1 }] },
    ]);
    await change(zhou.client, [{ list: 'tags', id: 'contract', value: null, basedOn: 1 }], 'undone');
    const now = await firstFrame(await zhou.client.admin.follow());
    expect(now.configuration.tags.some(({ id }) => id === 'contract')).toBe(false);
    expect(now.revisions['tags/contract']).toMatchObject({ revision: 2, by: { id: 'administrator-zhou' } });
  });

  it('admin.change: what somebody else changed meanwhile is refused with who and when; faults come all at once', async () => {
    const zhou = await bench.tab('administrator-zhou');
    const before = (await firstFrame(await zhou.client.admin.follow())).revisions['tags/vip']?.revision ?? 0;
    await change(zhou.client, [tagged('vip', 'Very important', before)]);
    const late = await refusal(change(zhou.client, [tagged('vip', 'Important', before)]));
    expect(late).toMatchObject({
      code: 'DESK_REFUSED',
      data: { code: 'changed-meanwhile', items: [{ list: 'tags', id: 'vip', by: { id: 'administrator-zhou' }, at: bench.now }] },
    });
    const faulty = await refusal(
      change(zhou.client, [
        { list: 'tags', id: 'bad', value: { id: 'bad', name: { en: '' } }, basedOn: 0 },
        { list: 'queues', id: 'payment', value: null, basedOn: 1 },
      ]),
    );
    expect(faulty.code).toBe('DESK_REFUSED');
    expect((faulty.data as { faults: { path: unknown[]; code: string }[] }).faults.map(({ path, code }) => [path.slice(2).join('.'), code])).toEqual([
      ['name.zh-CN', 'missing'],
      ['name.en', 'empty'],
    ]);
  });

  it('admin: the file that is written is the desk as it is, and a faulty one changes nothing', async () => {
    const zhou = await bench.tab('administrator-zhou');
    const { text } = await zhou.client.admin.exportFile();
    expect(await zhou.client.admin.checkFile({ text })).toEqual({ faults: [], changes: [] });
    const { faults } = await zhou.client.admin.checkFile({ text: text.replace('"retail"', '"elsewhere"') });
    expect(faults.length).toBeGreaterThan(5);
    expect(new Set(faults.map(({ code }) => code))).toEqual(new Set(['unknown-group']));
    expect((await zhou.client.admin.exportFile()).text).toBe(text);
    expect((await zhou.client.admin.openCases()).queues.payment).toBeGreaterThan(0);
  });

  it('session.follow: somebody made inactive is signed out where they are, and their streams end', async () => {
    const [zhou, sari] = [await bench.tab('administrator-zhou'), await bench.tab('agent-sari')];
    const me = await sari.client.session.follow();
    const rows = await sari.client.inbox.follow();
    expect((await frameThat(me, () => true))?.person.id).toBe('agent-sari');
    await rows.next();
    const { configuration, revisions } = await firstFrame(await zhou.client.admin.follow());
    const person = configuration.people.find(({ id }) => id === 'agent-sari');
    const basedOn = revisions['people/agent-sari']?.revision ?? 0;
    await change(zhou.client, [{ list: 'people', id: 'agent-sari', value: { ...person, role: 'trainer' }, basedOn }]);
    expect(await frameThat(me, (frame) => frame?.person.role === 'trainer')).toMatchObject({ state: 'available' });
    expect(await codeOf(sari.act('x' as never, { type: 'accept' }))).not.toBe('SIGNED_OUT');
    await change(zhou.client, [{ list: 'people', id: 'agent-sari', value: { ...person, active: false }, basedOn: basedOn + 1 }]);
    expect(await frameThat(me, (frame) => frame === null)).toBeNull();
    await expect(frameThat(rows, () => false)).rejects.toThrow('ended');
    expect(await codeOf(sari.client.inbox.counts())).toBe('SIGNED_OUT');
    expect(await codeOf(sari.client.session.signIn({ person: 'agent-sari' as PersonId }))).toBe('NOT_FOUND');
    await change(zhou.client, [{ list: 'people', id: 'agent-sari', value: person, basedOn: basedOn + 2 }]);
    await me.return?.();
  });

  describe('a real desk', () => {
    const real = new Bench(transport, { demo: false, calls: bench.calls });
    beforeAll(() => real.start());
    afterAll(() => real.stop());
    let administrator: Console;
    const setUp = (client: Console, login: string) => client.session.setUp({ name: { 'zh-CN': '周宁', en: 'Zhou Ning' }, login, password });

    it('is set up once, by the first of several; nobody is listed, and nobody comes in without a password', async () => {
      const tabs = await Promise.all([real.tab(), real.tab(), real.tab()]);
      expect(await tabs[0].client.session.entrance()).toBe('set-up');
      expect(await codeOf(tabs[0].client.session.setUp({ name: { 'zh-CN': '周', en: 'Zhou' }, login: 'zhou', password: 'short' }))).toBe('PASSWORD_REFUSED');
      const answers = await Promise.allSettled(tabs.map(({ client }, index) => setUp(client, `zhou${index}`)));
      expect(answers.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected', 'rejected']);
      const { client } = await real.tab();
      expect(await client.session.entrance()).toBe('password');
      expect(await client.session.people()).toEqual([]);
      const first = tabs[answers.findIndex(({ status }) => status === 'fulfilled')];
      if (!first) throw new Error('one of them is the first');
      administrator = first.client;
      const me = await administrator.session.me();
      expect(me?.person.role).toBe('administrator');
      expect(await codeOf(client.session.signIn({ person: me?.person.id as PersonId }))).toBe('NOT_ALLOWED');
      expect(await codeOf(setUp(client, 'zhou9'))).toBe('NOT_ALLOWED');
    });

    it('an invited person signs in with a one-time password, which is to be changed; a reset ends their session', async () => {
      const found = administrator;
      const lin = {
        id: 'lin',
        role: 'agent',
        name: { 'zh-CN': '林夏', en: 'Lin Xia' },
        queues: [],
        languages: ['en'],
        skills: [],
        capacity: { call: 1, chat: 4, message: 4, email: 2 },
        active: true,
      };
      await change(found, [{ list: 'people', id: 'lin', value: lin, basedOn: 0 }]);
      expect(await codeOf(found.accounts.invite({ person: 'nobody' as PersonId, login: 'nobody' }))).toBe('NOT_FOUND');
      const { oneTimePassword } = await found.accounts.invite({ person: 'lin' as PersonId, login: 'Lin.Xia' });
      expect(await refusal(found.accounts.invite({ person: 'lin' as PersonId, login: 'lin2' }))).toEqual({
        code: 'ACCOUNT_REFUSED',
        data: { code: 'has-account' },
      });
      const { client } = await real.tab();
      expect(await refusal(client.session.signInWithPassword({ login: 'lin.xia', password: oneTimePassword }))).toEqual({
        code: 'SIGN_IN_REFUSED',
        data: { code: 'must-change', until: null },
      });
      expect(await client.session.me()).toBeNull();
      const changing = { login: 'lin.xia', current: oneTimePassword };
      expect(await refusal(client.session.changePassword({ ...changing, next: oneTimePassword }))).toMatchObject({ data: { code: 'unchanged' } });
      expect((await client.session.changePassword({ ...changing, next: 'rivers run to the sea' })).person.id).toBe('lin');
      await client.session.signOut();
      expect((await client.session.signInWithPassword({ login: 'LIN.XIA', password: 'rivers run to the sea' })).person.id).toBe('lin');
      expect(await found.accounts.list()).toMatchObject([{ login: 'lin.xia', mustChange: false, lockedUntil: null }, { mustChange: false }]);
      await found.accounts.reset({ person: 'lin' as PersonId });
      expect(await client.session.me()).toBeNull();
      expect(await refusal(client.session.signInWithPassword({ login: 'lin.xia', password: 'rivers run to the sea' }))).toMatchObject({
        data: { code: 'wrong' },
      });
      expect(JSON.stringify(real.logger.lines)).not.toContain('rivers run');
    });
  });
}
