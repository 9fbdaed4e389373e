import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { Bench, type Tab } from '#tests/contract/bench-kit.ts';
import { memory } from '#tests/contract/transports.ts';
import { FakePlatform } from '#tests/fakes/fake-platform.ts';
import { type FakeCall, goodToken } from '#tests/fakes/fake-social-connection.ts';

const NUMBER = '8613800138000';

describe('A customer whom the platform knows by their phone number', () => {
  const platform = new FakePlatform();
  const bench = new Bench(memory);
  let admin: Tab;

  beforeAll(async () => {
    await platform.start();
    await bench.start();
    admin = await bench.tab('administrator-zhou');
    const values = { phoneNumberId: '1064', accessToken: goodToken(1), appSecret: 'a', verifyToken: 'v', apiBase: platform.url };
    await admin.client.channels.save({ account: { channel: 'whatsapp', id: 'wa', name: 'WhatsApp', values }, isNew: true });
    const rule = { id: 'whatsapp', windowMs: null, quota: null, maxLength: 4096, attachments: true, undoMs: 0 };
    await admin.client.admin.change({
      how: 'edited',
      commandId: 'rule' as never,
      changes: [{ list: 'channelRules', id: 'whatsapp', value: rule, basedOn: 0 }],
    });
  });
  afterAll(async () => {
    await bench.stop();
    await platform.stop();
  });

  const call = async (what: FakeCall) => {
    const answer = await fetch(`${bench.host.chatUrl}hooks/wa`, { method: 'POST', headers: { 'x-token': goodToken(1) }, body: JSON.stringify(what) });
    expect(answer.status).toBe(200);
  };
  const push = (msgId: string, text: string) =>
    call({ push: { msgId, user: NUMBER, nickname: 'Ana', text, place: { kind: 'private' }, address: `+${NUMBER}` } });
  const rowOf = async (text: string) => {
    const { rows } = await admin.client.inbox.page({ view: 'all', sort: { by: 'openedAt', descending: true }, offset: 0, limit: 20 });
    const row = rows.find(({ preview }) => preview === text);
    if (!row) throw new Error(`no case of ${text}`);
    return row;
  };

  it('is answered at it, while neither the log nor the screen has it in the clear', async () => {
    await push('m1', 'Are you there?');
    const { id: caseId } = await rowOf('Are you there?');
    await admin.act(caseId, { type: 'reply', text: 'We are.', attachments: [] });
    await vi.waitFor(() => expect(platform.taken).toMatchObject([{ user: NUMBER, text: 'We are.' }]));
    const { clientId = '' } = platform.taken[0] ?? {};
    await call({ receipt: { clientId, user: NUMBER, place: { kind: 'private' }, state: 'read' } });
    const { events } = await admin.client.cases.read({ caseId, after: 0 });
    expect(events.at(-1)).toMatchObject({ type: 'message.read', body: { by: 'customer' } });
    expect(JSON.stringify(events)).not.toContain('13800138000');
    expect(events[0]).toMatchObject({ content: { contactAddress: { marks: [{ kind: 'phone' }] } } });
    const token = events[0]?.type === 'case.opened' ? events[0].content?.contactAddress?.marks[0]?.token : undefined;
    expect(await admin.client.vault.reveal({ caseId, token: token ?? ('' as never), reason: 'call-back', words: '' })).toMatchObject({ raw: `+${NUMBER}` });
    // Another message of theirs is of the same case.
    await push('m2', 'Thanks!');
    expect((await rowOf('Thanks!')).id).toBe(caseId);
  });

  it('who is erased is answered nowhere, and begins anew when they write again', async () => {
    const { id: caseId } = await rowOf('Thanks!');
    const { confirm } = await admin.client.erasure.scope({ caseId });
    await admin.client.erasure.erase({ caseId, reason: 'asked', confirm, commandId: 'erase' as never });
    await push('m3', 'Hello again');
    expect((await rowOf('Hello again')).id).not.toBe(caseId);
  });
});
