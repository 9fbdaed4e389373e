import path from 'node:path';
import { v7 } from 'uuid';
import { openDesk } from '#electron/host/open-desk.ts';
import type { AgentCommand } from '#shared/contract/schemas.ts';
import type { CaseId, CommandId, CustomerId, PersonId, QueueId } from '#shared/lib/ids.ts';
import type { Marker } from '#tests/bench/markers.ts';
import { chatCustomer } from '#tests/contract/chat-customer-kit.ts';
import { Calls, type Console, recordedClient } from '#tests/contract/console-tab-kit.ts';
import { memory } from '#tests/contract/transports.ts';

/**
 * A desk as a user starts it, on a folder with its key elsewhere and its own logs, where people write markers wherever
 * something can be written. It goes on running until it is told to stop, or is killed.
 */
const { folder, markers } = JSON.parse(process.argv[2] ?? '') as { readonly folder: string; readonly markers: readonly Marker[] };

const opened = await openDesk({
  options: {
    browser: true,
    open: false,
    port: 0,
    chatPort: 0,
    dataDir: folder,
    language: 'en',
    demo: true,
    demoCustomers: 2_000,
    memory: false,
    restore: false,
    passphraseFile: null,
    keyFile: null,
    engine: null,
    wallet: null,
    accounts: [],
    publicUrl: null,
  },
  edition: 'browser',
  keys: null,
  dist: path.join(folder, '..', 'no-pages'),
  version: '0.0.0',
});
if (!opened.ok) throw new Error(opened.error);
const { host, createLogger, stop } = opened.value;
const served = await memory.serve(host);
await host.start();

async function tab(person: string): Promise<Console> {
  const connect = await served.newTab();
  const client = recordedClient((await connect()).link, new Calls());
  await client.session.signIn({ person: person as PersonId });
  return client;
}

let taken = 0;
const used = new Set<string>();
/** The next of the markers that nobody has written yet; when all were, they begin again. */
function next(kind: Marker['kind']): string {
  const own = markers.filter((marker) => marker.kind === kind);
  const marker = own[taken++ % own.length] ?? own[0];
  const unused = own.find(({ text }) => !used.has(text)) ?? marker;
  if (!unused) throw new Error(`there are no markers of kind ${kind}`);
  used.add(unused.text);
  return unused.text;
}
const line = () => `${next('text')} call ${next('phone')}, card ${next('card')}, ID ${next('id')}`;

/** What is refused is refused: whether it leaves something on the disk is what is looked at. */
const tried = (call: Promise<unknown>) => call.catch(() => undefined);

const agent = await tab('agent-lin');
const admin = await tab('administrator-zhou');
await agent.demo.set({ paused: true, speed: 1, colleagues: 0 });
const act = (caseId: CaseId, command: AgentCommand) => agent.cases.act({ caseId, commandId: v7() as CommandId, command });

const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');

/** A customer writes and sends a file, an agent answers, notes, files, looks, closes; a draft stays. */
async function conversation(): Promise<void> {
  const customer = await chatCustomer(host.chatUrl ?? '');
  await customer.say(line());
  const mark = `m${v7().slice(-8)}x`;
  await customer.say(`${line()} ${mark}`);
  const [hit] = await admin.search.query({ text: mark, limit: 1 });
  if (!hit) throw new Error('what a customer wrote is found');
  const caseId = hit.row.id;
  const picture = Buffer.concat([png, Buffer.from(line())]);
  const { upload } = await customer.client.upload.begin({ name: `${next('text')}.png`, size: picture.length });
  await customer.client.upload.chunk({ upload, data: picture.toString('base64') });
  const attachment = await customer.client.upload.finish({ upload });
  await customer.client.send({ commandId: v7() as CommandId, text: line(), attachments: [attachment], language: 'en' });
  await act(caseId, { type: 'accept' });
  await act(caseId, { type: 'identify', customer: 'C100001' as CustomerId });
  await agent.customers.account({ caseId, customer: 'C100001' as CustomerId });
  await act(caseId, { type: 'reply', text: line(), attachments: [] });
  await act(caseId, { type: 'addNote', text: line() });
  const { events } = await agent.cases.read({ caseId, after: 0 });
  const token = events.flatMap((event) => (event.type === 'message.received' ? (event.content?.marks ?? []) : []))[0]?.token;
  // One person sees a few full values an hour: the rounds after those write a refusal.
  if (token) await tried(agent.vault.reveal({ caseId, token, reason: 'call-back', words: 'customer asks for a call back' }));
  await act(caseId, { type: 'transfer', queue: 'refund' as QueueId, note: line() });
  await act(caseId, { type: 'resolve', disposition: 'solved', comment: line() });
  for (const part of ['review', 'note'] as const) await tried(admin.replay.keepDraft({ caseId, part, draft: JSON.stringify({ text: line() }) }));
  await tried(admin.replay.note({ caseId, at: Date.now(), event: null, question: null, mark: 'good', text: line() }));
  await agent.drafts.save({ caseId, kind: 'reply', text: line(), attachments: [] });
  await agent.drafts.save({ caseId, kind: 'note', text: line(), attachments: [] });
  customer.close();
}

/** Mails that come in, and mails that do not: kept aside with what is in them. */
async function mails(): Promise<void> {
  const mail = async (name: string, text: string) => {
    const bytes = Buffer.from(text);
    const { import: id } = await agent.mail.begin({ name, size: bytes.length });
    await agent.mail.chunk({ import: id, data: bytes.toString('base64') });
    await tried(agent.mail.finish({ import: id }));
  };
  const head = (n: string) => `From: "${next('text')}" <${n}@customer.example>\r\nMessage-ID: <${v7()}@customer.example>\r\n`;
  await mail(`${next('text')}.eml`, `${head('one')}Subject: ${line()}\r\n\r\n${line()}\r\n`);
  await mail('aside.eml', `Subject: ${line()}\r\n\r\n${line()}\r\n`);
  await mail('broken.eml', `\u0000\u0001${line()}`);
  const file = Buffer.from(`MZ${line()}`).toString('base64');
  await mail(
    'attached.eml',
    `${head('two')}Subject: ${line()}\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\n${line()}\r\n--b\r\nContent-Type: application/octet-stream\r\nContent-Disposition: attachment; filename="${next('text')}.exe"\r\nContent-Transfer-Encoding: base64\r\n\r\n${file}\r\n--b--\r\n`,
  );
}

/** What is asked, rightly and wrongly: searches, calls, a desk's file that is none; lines of the log that name a value. */
async function questions(): Promise<void> {
  await agent.search.query({ text: next('phone'), limit: 5 });
  await agent.search.query({ text: line(), limit: 100 });
  await agent.customers.find({ text: next('text') });
  await agent.customers.find({ text: next('card') });
  const { caseId } = await agent.calls.open({
    commandId: v7() as CommandId,
    direction: 'inbound',
    number: next('phone'),
    customer: null,
    queue: 'general' as QueueId,
    language: 'en',
  });
  await act(caseId, { type: 'endCall', outcome: 'solved', followUp: { kind: 'done', disposition: 'solved' } });
  await tried(admin.admin.checkFile({ text: `{"schema": "${line()}"` }));
  await tried(agent.cases.act({ caseId: line().slice(0, 60) as CaseId, commandId: v7() as CommandId, command: { type: 'accept' } }));
  await tried(agent.session.signIn({ person: next('text') as PersonId }));
  const logger = createLogger('markers');
  logger.warn(`statement: slow, phone=${next('phone')}`, { card: next('card'), id: next('id') });
  logger.warn('call: failed', { cause: String(new Error(`no card ${next('card')} of ${next('phone')}`)) });
}

for (let round = 0; used.size < markers.length || round === 0; round += 1) {
  await conversation();
  await mails();
  await questions();
}
process.send?.({ written: used.size });
process.on('message', () => {
  void stop().then(() => process.disconnect());
});
