import { afterEach, beforeEach, expect, it } from 'vitest';
import type { WhatsappConnection } from '#electron/channels/whatsapp/whatsapp-connection.ts';
import type { TemplateValue } from '#shared/case/reply-template.ts';
import { whatsappCall } from '#tests/fakes/whatsapp-calls.ts';
import { WhatsappServer, whatsappStatus } from '#tests/fakes/whatsapp-server.ts';
import { whatsappOf } from '#tests/integration/whatsapp/whatsapp-kit.ts';

let server: WhatsappServer;
let made: ReturnType<typeof whatsappOf>;
let connection: WhatsappConnection;

beforeEach(async () => {
  server = new WhatsappServer();
  await server.start();
  made = whatsappOf(server.account());
  connection = made.connection;
  await connection.start();
});
afterEach(async () => {
  await connection.stop();
  await server.stop();
});

const template = (name: string, status: string, body: string) => ({
  name,
  language: 'en_US',
  status,
  category: 'UTILITY',
  id: name,
  components: [
    { type: 'HEADER', format: 'TEXT', text: 'Wallet' },
    { type: 'BODY', text: body },
    { type: 'FOOTER', text: 'Reply STOP' },
  ],
});

it('lists those of every page, without going where the provider points', async () => {
  server.templates = [
    template('a', 'APPROVED', 'Hello {{1}}, {{2}} came, {{1}}'),
    template('b', 'PENDING', 'x'),
    template('c', 'REJECTED', 'x'),
    template('d', 'APPROVED', 'Hi {{ name }}'),
    template('e', 'PENDING_DELETION', 'x'),
  ];
  server.templates.push({ name: 7 });
  const listed = await connection.templates();
  if (!listed.ok) throw new Error(listed.error.code);
  expect(listed.value.map(({ name, places, body, blocked }) => [name, places.map((place) => place.name), body, blocked])).toEqual([
    ['a', ['1', '2'], 'Hello {{1}}, {{2}} came, {{1}}', null],
    ['b', [], 'x', 'pending'],
    ['c', [], 'x', 'rejected'],
    ['d', ['name'], 'Hi {{ name }}', null],
  ]);
  expect(listed.value[0]).toMatchObject({ header: 'Wallet', footer: 'Reply STOP', category: 'UTILITY', language: 'en_US' });
  expect(server.came.every(({ path }) => path.endsWith('/message_templates'))).toBe(true);
  expect(server.came).toHaveLength(3);
});

it.each([
  ['media-header', [{ type: 'HEADER', format: 'IMAGE', example: { header_handle: ['https://x'] } }], {}],
  ['button-values', [{ type: 'BUTTONS', buttons: [{ type: 'URL', text: 'Track', url: 'https://wallet.example/t/{{1}}' }] }], {}],
  ['button-values', [{ type: 'BUTTONS', buttons: [{ type: 'COPY_CODE', example: 'A1' }] }], {}],
  ['special-kind', [{ type: 'CAROUSEL', cards: [] }], {}],
  ['sign-in-code', [], { category: 'AUTHENTICATION' }],
  [
    null,
    [
      {
        type: 'BUTTONS',
        buttons: [
          { type: 'QUICK_REPLY', text: 'Yes' },
          { type: 'URL', text: 'Help', url: 'https://wallet.example/help' },
        ],
      },
    ],
    {},
  ],
  ['paused', [], { status: 'PAUSED' }],
  ['disabled', [], { status: 'DISABLED' }],
] as const)('says %s of what it would not fill in', async (blocked, components, more) => {
  server.templates = [{ ...template('a', 'APPROVED', 'x'), components: [{ type: 'BODY', text: 'x' }, ...components], ...more }];
  expect(await connection.templates()).toMatchObject({ ok: true, value: [{ name: 'a', blocked }] });
});

it('goes out filled, with a receipt like any message', async () => {
  const send = (clientId: string, name: string, values: readonly TemplateValue[]) =>
    connection.send({
      ...{ clientId, user: '16505551234', place: { kind: 'private' }, text: 'what the customer reads' },
      template: { name, language: 'en_US', values },
    });
  expect(await send('m-9', 'a', [{ part: 'body', name: '1', text: 'Li' }])).toMatchObject({ errcode: 0 });
  const named: readonly TemplateValue[] = [
    { part: 'header', name: '1', text: 'A-7' },
    { part: 'body', name: 'name', text: 'Li' },
  ];
  expect(await send('m-10', 'd', named)).toMatchObject({ errcode: 0 });
  expect(await send('m-11', 'plain', [])).toMatchObject({ errcode: 0 });
  expect(server.sent.map(({ body }) => body.template)).toEqual([
    { name: 'a', language: { code: 'en_US' }, components: [{ type: 'body', parameters: [{ type: 'text', text: 'Li' }] }] },
    {
      name: 'd',
      language: { code: 'en_US' },
      components: [
        { type: 'header', parameters: [{ type: 'text', text: 'A-7' }] },
        { type: 'body', parameters: [{ type: 'text', text: 'Li', parameter_name: 'name' }] },
      ],
    },
    { name: 'plain', language: { code: 'en_US' } },
  ]);
  expect(server.sent.some(({ body }) => 'text' in body)).toBe(false);
  const [sent] = server.sent;
  if (!sent) throw new Error('nothing sent');
  await connection.webhook(whatsappCall(server.account(), { statuses: [whatsappStatus(sent, 'delivered')] }));
  expect(made.desk.receipts).toMatchObject([{ clientId: 'm-9', state: 'delivered' }]);
  server.refusals.push({ status: 400, code: 132001 });
  expect(await send('m-12', 'gone', [])).toMatchObject({ errcode: 132001 });
});

it('are a fault where the account has no business account, or the provider is away', async () => {
  const { wabaId: _, ...without } = server.account();
  expect(await whatsappOf(without).connection.templates()).toMatchObject({ ok: false, error: { code: 'not-set-up' } });
  server.feeling = 'nonsense';
  expect(await connection.templates()).toMatchObject({ ok: false });
  await server.stop();
  expect(await connection.templates()).toMatchObject({ ok: false, error: { code: 'unreachable' } });
});
