import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CaseId } from '#shared/lib/ids.ts';
import { Bench, type Tab } from '#tests/contract/bench-kit.ts';
import { frameThat } from '#tests/contract/console-tab-kit.ts';
import { memory } from '#tests/contract/transports.ts';
import { FakePlatform } from '#tests/fakes/fake-platform.ts';
import { type FakeCall, goodToken } from '#tests/fakes/fake-social-connection.ts';
import { bytes } from '#tests/integration/uploads/uploads-kit.ts';

interface Asked {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

describe('The addresses that are given to providers', () => {
  const platform = new FakePlatform();
  const bench = new Bench(memory);
  let admin: Tab;

  beforeAll(async () => {
    await platform.start();
    await bench.start();
    admin = await bench.tab('administrator-zhou');
    for (const n of [1, 2]) {
      const values = { botToken: goodToken(n), apiBase: platform.url };
      await admin.client.channels.save({ account: { channel: 'telegram', id: `bot-${n}`, name: 'Bot', values }, isNew: true });
    }
    const rule = { id: 'telegram', windowMs: null, quota: null, maxLength: 4096, attachments: true, undoMs: 0 };
    await admin.client.admin.change({
      how: 'edited',
      commandId: 'rule' as never,
      changes: [{ list: 'channelRules', id: 'telegram', value: rule, basedOn: 0 }],
    });
  });
  afterAll(async () => {
    await bench.stop();
    await platform.stop();
  });

  /** One call as a program elsewhere makes it, Host and all. */
  const ask = (path: string, { method = 'POST', headers = {}, body }: Asked = {}) =>
    new Promise<{ readonly status: number; readonly text: string }>((resolve, reject) => {
      const { hostname, port } = new URL(bench.host.chatUrl ?? '');
      // As it is: a URL would be made plain on its way.
      const to = request({ hostname, port, path, method, headers }, (answer) => {
        let text = '';
        answer.on('data', (piece) => {
          text += String(piece);
        });
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text }));
      });
      to.on('error', reject);
      to.end(body);
    });
  const call = (bot: number, what: FakeCall) => ask(`/hooks/bot-${bot}`, { headers: { 'x-token': goodToken(bot) }, body: JSON.stringify(what) });
  const push = (bot: number, msgId: string, text: string, more: Partial<NonNullable<FakeCall['push']>> = {}) =>
    call(bot, { push: { msgId, user: 'u-77', nickname: 'Ana', text, place: { kind: 'private' }, ...more } });

  async function rowOf(text: string) {
    const { rows } = await admin.client.inbox.page({ view: 'all', sort: { by: 'openedAt', descending: true }, offset: 0, limit: 50 });
    return rows.filter(({ preview }) => preview?.startsWith(text));
  }
  const eventsOf = async (caseId: CaseId) => (await admin.client.cases.read({ caseId, after: 0 })).events;
  const reaches = async (caseId: CaseId, state: string) =>
    frameThat(
      await admin.client.cases.follow({ caseId, after: 0 }),
      (frame) => 'events' in frame && frame.events.some((event) => event.type === 'message.delivery' && event.body.state === state),
    );

  it('a push is a case’s message once, of the account that it came by', async () => {
    expect((await push(1, 'a1', 'Where is my top-up?')).status).toBe(200);
    expect((await push(1, 'a1', 'Where is my top-up?')).status).toBe(200);
    // The same words and id at another account are another conversation.
    await push(2, 'a1', 'Where is my top-up?');
    const rows = await rowOf('Where is my top-up?');
    expect(rows).toHaveLength(2);
    for (const { id } of rows) expect((await eventsOf(id)).filter(({ type }) => type === 'message.received')).toHaveLength(1);
  });

  it('an answer goes out by the account of its thread, files and all, and receipts say how far it got', async () => {
    await push(2, 'b1', 'And my refund?', { user: 'u-78' });
    const [row] = await rowOf('And my refund?');
    if (!row) throw new Error('no case');
    const file = Buffer.from(bytes.png);
    const { upload } = await admin.client.attachments.begin({ caseId: row.id, name: 'proof.png', size: file.length });
    await admin.client.attachments.chunk({ upload, data: file.toString('base64') });
    const attachment = await admin.client.attachments.finish({ upload });
    await admin.act(row.id, { type: 'reply', text: 'It is on its way.', attachments: [attachment] });
    await reaches(row.id, 'sent');
    const taken = platform.taken.filter(({ user }) => user === 'u-78');
    expect(taken).toEqual([
      {
        token: goodToken(2),
        clientId: expect.any(String),
        user: 'u-78',
        text: 'It is on its way.',
        files: [{ name: 'proof.png', type: 'image/png', size: file.length }],
      },
    ]);
    const clientId = taken[0]?.clientId ?? '';
    const receipt = { clientId, user: 'u-78', place: { kind: 'private' as const } };
    await call(2, { receipt: { ...receipt, state: 'read' } });
    const events = await eventsOf(row.id);
    expect(events.filter(({ type }) => type === 'message.delivery').map((event) => event.type === 'message.delivery' && event.body.state)).toEqual([
      'sending',
      'sent',
      'delivered',
    ]);
    expect(events.at(-1)).toMatchObject({ type: 'message.read', body: { by: 'customer', upTo: clientId } });
    // What is told late takes back nothing.
    await call(2, { receipt: { ...receipt, state: 'failed', reason: 'not-reachable' } });
    expect((await eventsOf(row.id)).length).toBe(events.length);
  });

  it('a message that fails at the platform later says why', async () => {
    await push(1, 'c1', 'Third matter', { user: 'u-79' });
    const [row] = await rowOf('Third matter');
    if (!row) throw new Error('no case');
    await admin.act(row.id, { type: 'reply', text: 'Third answer', attachments: [] });
    await reaches(row.id, 'sent');
    const { clientId = '' } = platform.taken.at(-1) ?? {};
    await call(1, { receipt: { clientId, user: 'u-79', place: { kind: 'private' }, state: 'failed', reason: 'blocked-by-customer' } });
    expect((await eventsOf(row.id)).at(-1)).toMatchObject({ type: 'message.delivery', body: { state: 'failed', reason: 'blocked-by-customer' } });
  });

  it('files of a customer come with their message; one that cannot be had is told in its place', async () => {
    platform.files.set('photo.png', bytes.png);
    const media = [
      { kind: 'image' as const, name: 'photo.png' },
      { kind: 'file' as const, name: 'gone.pdf' },
    ];
    await push(1, 'd1', '请看这张截图', { user: 'u-80', media });
    const [row] = await rowOf('请看这张截图');
    const received = row && (await eventsOf(row.id)).find((event) => event.type === 'message.received');
    const files = received?.type === 'message.received' ? received.content?.attachments : null;
    expect(files).toMatchObject([{ name: 'photo.png', type: 'image/png' }]);
    expect(received?.type === 'message.received' && received.content?.text).toBe('请看这张截图\n[文件未接收：平台未能提供该文件]');
  });

  it('refuses by name: no such account, an account that is off, a wrong token, a body that is too large', async () => {
    expect(await ask('/hooks/nobody')).toMatchObject({ status: 404 });
    expect(await ask('/hooks/bot-1', { body: '{}' })).toMatchObject({ status: 401 });
    expect(await ask('/hooks/bot-1', { headers: { 'x-token': goodToken(1) }, body: Buffer.alloc(1024 * 1024 + 1) })).toMatchObject({ status: 413 });
    await admin.client.channels.switch({ id: 'bot-1', on: false });
    expect(await push(1, 'e1', 'Nobody hears this')).toMatchObject({ status: 503 });
    await admin.client.channels.switch({ id: 'bot-1', on: true });
    expect(await push(1, 'e1', 'Now it is heard')).toMatchObject({ status: 200 });
  });

  it('takes the public host there alone, and no Origin is asked for; the rest stays as closed as it was', async () => {
    const host = { host: 'desk.example' };
    expect(await ask('/hooks/bot-1', { method: 'GET', headers: host })).toMatchObject({ status: 403 });
    await admin.client.channels.savePublicUrl({ publicUrl: 'https://desk.example' });
    expect(await ask('/hooks/bot-1?x=1', { method: 'GET', headers: host })).toEqual({ status: 200, text: 'here' });
    expect(await ask('/hooks/bot-1', { method: 'GET', headers: { host: 'other.example' } })).toMatchObject({ status: 403 });
    for (const path of [
      '/',
      '/config',
      '/hooks',
      '/hooks/',
      '/hooks/../config',
      '/hooks/%2e%2e/config',
      '/hooks/bot-1/../../config',
      '/hooks/bot-1%2f..%2fconfig',
    ])
      expect(await ask(path, { method: 'GET', headers: host }), path).toMatchObject({ status: 403 });
    expect(await ask('/start', { headers: { ...host, 'content-type': 'application/json' }, body: '{}' })).toMatchObject({ status: 403 });
    expect(await ask('/start', { headers: { 'content-type': 'application/json' }, body: '{}' })).toMatchObject({ status: 403 });
    await admin.client.channels.savePublicUrl({ publicUrl: null });
  });

  it('takes only so many calls a minute', async () => {
    let last = 0;
    for (let n = 0; n < 6_100 && last !== 429; n += 50) {
      const answers = await Promise.all(Array.from({ length: 50 }, () => ask('/hooks/nobody', { method: 'GET' })));
      last = answers.at(-1)?.status ?? 0;
    }
    expect(last).toBe(429);
    expect(await push(1, 'f1', 'An account of ours is still heard')).toMatchObject({ status: 200 });
  });
});
