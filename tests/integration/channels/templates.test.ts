import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { whatsappChannel } from '#electron/channels/whatsapp/whatsapp-channel.ts';
import { WhatsappConnection } from '#electron/channels/whatsapp/whatsapp-connection.ts';
import type { SocialChannels } from '#electron/host/channels/connections.ts';
import type { AgentCommand } from '#shared/contract/schemas.ts';
import type { CaseId } from '#shared/lib/ids.ts';
import { DAY, SECOND } from '#shared/lib/time.ts';
import { Bench, type Tab } from '#tests/contract/bench-kit.ts';
import { refusal } from '#tests/contract/console-tab-kit.ts';
import { memory } from '#tests/contract/transports.ts';
import { whatsappCall, whatsappCustomer } from '#tests/fakes/whatsapp-calls.ts';
import { WhatsappServer, whatsappStatus } from '#tests/fakes/whatsapp-server.ts';

const PATIENCE = { timeout: 20_000, interval: 20 };
const template = (name: string, body: string, more: object = {}) => ({
  ...{ name, language: 'en_US', status: 'APPROVED', category: 'UTILITY', components: [{ type: 'BODY', text: body }] },
  ...more,
});
const socialChannels: SocialChannels = { whatsapp: whatsappChannel };

describe('An agent sends a template', () => {
  const server = new WhatsappServer();
  const bench = new Bench(memory, { socialChannels, connections: { whatsapp: (parts) => new WhatsappConnection(parts) } });
  let agent: Tab;
  let caseId: CaseId;

  const webhook = async (call: ReturnType<typeof whatsappCall>) => {
    const answer = await fetch(`${bench.host.chatUrl}hooks/wa-1`, { method: 'POST', headers: call.headers, body: Buffer.from(call.body) });
    expect(answer.status).toBe(200);
  };
  const events = async () => (await agent.client.cases.read({ caseId, after: 0 })).events;
  const deliveries = async () =>
    (await events()).flatMap((event) => (event.type === 'message.delivery' ? [[event.body.state, event.body.reason ?? null]] : []));
  const wish = (name: string, values: readonly string[] = [], language = 'en_US'): AgentCommand => ({
    type: 'sendTemplate',
    name,
    language,
    values: [...values],
  });

  beforeAll(async () => {
    await server.start();
    await bench.start();
    const admin = await bench.tab('administrator-zhou');
    const { wabaId = '', phoneNumberId, accessToken, appSecret, verifyToken, apiBase } = server.account();
    const values = { phoneNumberId, accessToken, appSecret, verifyToken, wabaId, apiBase };
    await admin.client.channels.save({ account: { channel: 'whatsapp', id: 'wa-1', name: 'WhatsApp', values }, isNew: true });
    agent = await bench.tab('agent-lin');
  });
  afterAll(async () => {
    await bench.stop();
    await server.stop();
  });

  beforeEach(async () => {
    server.sent.length = 0;
    server.refusals.length = 0;
    server.feeling = 'well';
    server.templates = [
      template('refund', 'Hello {{1}}, call us at {{2}}.'),
      template('old', 'x', { status: 'REJECTED' }),
      template('joined', 'Number 1380013{{1}}'),
    ];
    const { sender, contact } = whatsappCustomer(count++);
    const message = {
      ...sender,
      id: `wamid.${count}`,
      timestamp: String(Math.floor(bench.now / 1000)),
      type: 'text',
      text: { body: `Top-up of case ${count}` },
    };
    await webhook(whatsappCall(server.account(), { contacts: [contact], messages: [message] }));
    await vi.waitFor(async () => {
      const page = await agent.client.inbox.page({ view: 'all', sort: { by: 'openedAt', descending: true }, offset: 0, limit: 20 });
      const row = page.rows.find(({ preview }) => preview === `Top-up of case ${count}`);
      if (!row) throw new Error('not there yet');
      caseId = row.id;
    }, PATIENCE);
    // The customer's 24 hours are over.
    bench.now += 2 * DAY;
  });
  let count = 0;

  /** Lets the channel's undo delay pass. */
  const leave = async (state: string) => {
    bench.now += 6 * SECOND;
    await vi.waitFor(async () => expect((await deliveries()).at(-1)?.[0]).toBe(state), PATIENCE);
  };

  it('the desk’s own address leaves whole in a blank', async () => {
    await agent.act(caseId, wish('refund', ['Li', 'service@wallet.example']));
    expect((await events()).find(({ type }) => type === 'message.sent')).toMatchObject({
      content: { text: 'Hello Li, call us at service@wallet.example.', marks: [] },
    });
    await leave('sent');
    expect(JSON.stringify(server.sent.map(({ body }) => body.template))).toContain('"service@wallet.example"');
  });

  it('after the window: listed with what cannot go out, on record masked, by the outbox, with its receipts', async () => {
    expect(await refusal(agent.act(caseId, { type: 'reply', text: 'Free words', attachments: [] }))).toMatchObject({ data: { code: 'window-closed' } });
    const found = await agent.client.cases.templates({ caseId });
    expect(found).toMatchObject({ from: 'asked', fault: null });
    expect(found.templates.map(({ name, blocked }) => [name, blocked])).toEqual([
      ['refund', null],
      ['old', 'rejected'],
      ['joined', null],
    ]);
    await agent.act(caseId, wish('refund', ['Li', '13800138000']));
    const sent = (await events()).find(({ type }) => type === 'message.sent');
    expect(sent).toMatchObject({
      actor: { kind: 'agent', id: 'agent-lin' },
      body: { template: { name: 'refund', language: 'en_US' } },
      content: { text: 'Hello Li, call us at 138****8000.', marks: [{ kind: 'phone', at: 21, length: 11 }] },
    });
    expect(JSON.stringify(await events())).not.toContain('13800138000');
    expect(server.sent).toEqual([]);
    await leave('sent');
    expect(server.sent.map(({ body }) => body.template)).toEqual([
      {
        name: 'refund',
        language: { code: 'en_US' },
        components: [
          {
            type: 'body',
            parameters: [
              { type: 'text', text: 'Li' },
              { type: 'text', text: '138****8000' },
            ],
          },
        ],
      },
    ]);
    const [left] = server.sent;
    if (!left) throw new Error('nothing left');
    await webhook(whatsappCall(server.account(), { statuses: [whatsappStatus(left, 'delivered'), whatsappStatus(left, 'read')] }));
    await vi.waitFor(async () => expect((await events()).at(-1)).toMatchObject({ type: 'message.read', body: { by: 'customer' } }), PATIENCE);
    expect(await deliveries()).toEqual([
      ['sending', null],
      ['sent', null],
      ['delivered', null],
    ]);
  }, 40_000);

  it('taken back during the undo delay it does not leave; refused it says why, and goes once more when asked', async () => {
    await agent.client.cases.templates({ caseId });
    const [, first] = (await agent.act(caseId, wish('refund', ['Li', '5']))).events;
    if (!first) throw new Error('not sent');
    await agent.act(caseId, { type: 'withdraw', message: first.id });
    server.refusals.push({ status: 400, code: 132015 });
    const second = (await agent.act(caseId, wish('refund', ['Li', '6']))).events.at(-1);
    if (!second) throw new Error('not sent');
    await leave('failed');
    expect(await deliveries()).toEqual([
      ['sending', null],
      ['failed', 'template-paused'],
    ]);
    expect(server.sent).toEqual([]);
    await agent.act(caseId, { type: 'sendAgain', message: second.id });
    await vi.waitFor(() => expect(server.sent).toHaveLength(1), PATIENCE);
    expect(server.sent[0]?.body.template).toMatchObject({ name: 'refund', components: [{ parameters: [{ text: 'Li' }, { text: '6' }] }] });
  }, 40_000);

  it.each([
    ['one that the platform rejected', 'old', [], 'en_US', 'template-gone'],
    ['one that is not there', 'none', [], 'en_US', 'template-gone'],
    ['another language', 'refund', ['a', 'b'], 'de', 'template-gone'],
    ['too few values', 'refund', ['a'], 'en_US', 'template-values'],
    ['an empty value', 'refund', ['a', ' '], 'en_US', 'template-values'],
    ['a line break', 'refund', ['a', 'b\nc'], 'en_US', 'template-values'],
    ['a number that the words around it complete', 'joined', ['8000'], 'en_US', 'template-values'],
  ] as const)('%s is refused and nothing is on record', async (_what, name, values, language, code) => {
    await agent.client.cases.templates({ caseId });
    const before = (await events()).length;
    expect(await refusal(agent.act(caseId, wish(name, values, language)))).toMatchObject({ code: 'REFUSED', data: { code } });
    expect((await events()).length).toBe(before);
  });

  it('while the platform is away the newest list is shown, with why and from when', async () => {
    const { at } = await agent.client.cases.templates({ caseId });
    server.feeling = 'nonsense';
    bench.now += SECOND;
    const found = await agent.client.cases.templates({ caseId });
    expect(found).toMatchObject({ from: 'told', at, fault: 'bad-answer' });
    expect(found.templates).toHaveLength(3);
  });

  it('a case of another channel has none', async () => {
    const { caseId: chat } = await bench.newCase('A word by chat');
    expect(await agent.client.cases.templates({ caseId: chat })).toEqual({ from: 'none', at: null, fault: null, templates: [] });
    expect(await refusal(agent.act(chat, wish('refund', ['a', 'b'])))).toMatchObject({ data: { code: 'no-templates' } });
  });

  it('whoever does no work on cases is told none', async () => {
    const trainer = await bench.tab('trainer-tang');
    expect(await refusal(trainer.client.cases.templates({ caseId }))).toMatchObject({ code: 'NOT_ALLOWED' });
    expect(await refusal(trainer.act(caseId, wish('refund', ['a', 'b'])))).toMatchObject({ code: 'NOT_ALLOWED' });
  });
});
