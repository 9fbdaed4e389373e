import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { emptyChat, isRead, withConfirmed, withFrame } from '#renderer/chat/chat-state.ts';
import type { Attachment } from '#shared/case/attachment.ts';
import type { InboxRow } from '#shared/case/inbox-row.ts';
import type { ChatFrame } from '#shared/contract/chat-contract.ts';
import type { CaseFrame } from '#shared/contract/schemas.ts';
import type { BlobHash, CaseId, CommandId, EventId, PersonId } from '#shared/lib/ids.ts';
import { DAY, MINUTE } from '#shared/lib/time.ts';
import { type ChatCalls, ChatDesk, type ConsoleCalls, newCommand, type Page, says, until } from '#tests/integration/chat/chat-kit.ts';

const screenshot = readFileSync(path.resolve(import.meta.dirname, '../../fixtures/screenshot.png'));
const agent = 'agent-lin' as PersonId;

let desk: ChatDesk;
let agents: ConsoleCalls;

beforeAll(async () => {
  desk = await ChatDesk.started(true);
  agents = desk.console('agent');
  await agents.session.signIn({ person: agent });
  // No other customers while these are served.
  await agents.demo.set({ paused: true, speed: 1, colleagues: 0 });
});
afterAll(() => desk.stop());
beforeEach(() => {
  desk.ahead += MINUTE;
});

let told = 0;
/** Words that no other message has. */
const words = (text: string) => `${text} no. ${++told}`;

const say = (calls: ChatCalls, text: string, over: { commandId?: CommandId; attachments?: Attachment[] } = {}) =>
  calls.send({ commandId: newCommand(), text, attachments: [], language: 'en', ...over });

/** The open case whose newest message begins with `text`, as the inbox shows it. */
async function rowOf(text: string): Promise<InboxRow> {
  const { rows } = await agents.inbox.page({ view: 'all', sort: { by: 'activeAt', descending: true }, offset: 0, limit: 50 });
  const row = rows.find(({ preview }) => preview === text);
  if (!row) throw new Error(`no case says ${text}`);
  return row;
}

const act = (caseId: CaseId, command: Parameters<ConsoleCalls['cases']['act']>[0]['command'], commandId = newCommand()) =>
  agents.cases.act({ caseId, commandId, command });
const reply = (caseId: CaseId, text: string) => act(caseId, { type: 'reply', text, attachments: [] });

/** The texts of what customers wrote in a case. */
async function received(caseId: CaseId): Promise<string[]> {
  const { events } = await agents.cases.read({ caseId, after: 0 });
  return events.flatMap((event) => (event.type === 'message.received' ? [event.content?.text ?? ''] : []));
}

const follow = async (page: Page, after: EventId | null = null): Promise<AsyncIterator<ChatFrame>> =>
  (await page.calls.follow({ after }))[Symbol.asyncIterator]();

async function upload(calls: ChatCalls, name: string, bytes: Buffer): Promise<Attachment> {
  const { upload: id } = await calls.upload.begin({ name, size: bytes.length });
  await calls.upload.chunk({ upload: id, data: bytes.toString('base64') });
  return calls.upload.finish({ upload: id });
}

describe('a chat', () => {
  it('goes from the first message to the answer, and each side sees the other', async () => {
    const page = await desk.page();
    const frames = await follow(page);
    const text = words('I topped up 200 yesterday and it has not arrived');
    const { message } = await say(page.calls, text);
    expect(message).toMatchObject({ from: 'me', text, attachments: [] });
    await until(frames, says(text));
    expect(await until(frames, ({ kind }) => kind === 'status')).toMatchObject({ status: 'waiting', agentName: null });

    const row = await rowOf(text);
    expect(row).toMatchObject({ channel: 'chat', queue: 'top-up', status: 'waiting', owner: null, customer: null, unread: 1 });
    const seen: CaseFrame[] = [];
    const watching = (await agents.cases.follow({ caseId: row.id, after: 0 }))[Symbol.asyncIterator]();
    await until(watching, ({ kind }) => kind === 'events', seen);

    await act(row.id, { type: 'accept' });
    expect(await until(frames, ({ kind }) => kind === 'status')).toMatchObject({ status: 'open', agentName: { en: 'Lin Xia', 'zh-CN': '林夏' } });
    await agents.cases.typing({ caseId: row.id });
    await until(frames, ({ kind }) => kind === 'typing');
    await page.calls.typing();
    await until(watching, (frame) => frame.kind === 'typing' && frame.from === 'customer', seen);

    await reply(row.id, 'Let me look');
    const answer = await until(frames, says('Let me look'));
    if (answer.kind !== 'messages') throw new Error('messages');
    const [shown] = answer.messages;
    if (!shown) throw new Error('an answer');
    expect(shown).toMatchObject({ from: 'agent', text: 'Let me look' });
    expect(await received(row.id)).toEqual([text]);

    await page.calls.read({ upTo: shown.id });
    const isRead = (frame: CaseFrame) => frame.kind === 'events' && frame.events.some((event) => event.type === 'message.read' && event.body.by === 'customer');
    await until(watching, isRead, seen);
    const delivered = seen.flatMap((frame) => (frame.kind === 'events' ? frame.events : [])).filter((event) => event.type === 'message.delivery');
    expect(delivered.map((event) => event.body)).toContainEqual(expect.objectContaining({ message: shown.id, state: 'delivered' }));
    await watching.return?.();
  });

  it('shows the customer none of the desk’s own notes and steps', async () => {
    const page = await desk.page();
    const text = words('Where is my money');
    await say(page.calls, text);
    const { id } = await rowOf(text);
    await act(id, { type: 'accept' });
    await act(id, { type: 'addNote', text: 'suspicious caller' });
    await act(id, { type: 'tag', add: ['vip'], remove: [] });
    await reply(id, 'Hello');
    const seen: ChatFrame[] = [];
    await until(await follow(page), says('Hello'), seen);
    expect(seen.map(({ kind }) => kind).filter((kind) => !['messages', 'read', 'status', 'typing', 'place'].includes(kind))).toEqual([]);
    expect(JSON.stringify(seen)).not.toMatch(/suspicious|vip|agent-lin/);
  });

  it('goes on after a reload with what the page has not seen', async () => {
    const first = await desk.page();
    const [one, two] = [words('one'), words('two')];
    const { message } = await say(first.calls, one);
    first.socket.close();
    await say((await desk.page(first.cookie)).calls, two);
    const seen: ChatFrame[] = [];
    await until(await follow(await desk.page(first.cookie), message.id), says(two), seen);
    expect(JSON.stringify(seen)).not.toContain(one);
  });

  it('has the answer that came before a message which was sent before the page had resumed', async () => {
    const first = await desk.page();
    const [one, two] = [words('before the break'), words('written during the break')];
    const frames = await follow(first);
    await say(first.calls, one);
    let state = withFrame(emptyChat, await until(frames, says(one)), 0);
    first.socket.close();
    const { id } = await rowOf(one);
    await act(id, { type: 'accept' });
    await reply(id, 'Said during the break');
    const second = await desk.page(first.cookie);
    state = withConfirmed(state, (await say(second.calls, two)).message);
    const resumed = await follow(second, state.toldUpTo);
    state = withFrame(state, await until(resumed, says('Said during the break')), 0);
    expect(state.messages.map(({ text }) => text)).toEqual([one, 'Said during the break', two]);
  });

  it('tells a page that opens how far the desk has read, where an answer came before the newest', async () => {
    const page = await desk.page();
    const [one, two] = [words('answered'), words('read and not answered')];
    await say(page.calls, one);
    const { id } = await rowOf(one);
    await act(id, { type: 'accept' });
    await reply(id, 'An answer to the first');
    const { message } = await say(page.calls, two);
    await act(id, { type: 'markRead', upTo: message.id });
    const seen: ChatFrame[] = [];
    await until(await follow(page), ({ kind }) => kind === 'status', seen);
    expect(
      isRead(
        seen.reduce((state, frame) => withFrame(state, frame, 0), emptyChat),
        message.id,
      ),
    ).toBe(true);
    // Of each batch one mark alone is told, and it is the furthest.
    expect(seen.filter(({ kind }) => kind === 'read')).toEqual([{ kind: 'read', upTo: message.id }]);
  });

  it('is seen by its own visitor alone', async () => {
    const [mine, theirs] = [await desk.page(), await desk.page()];
    const [secret, own] = [words('my secret'), words('their own')];
    await say(mine.calls, secret);
    const seen: ChatFrame[] = [];
    const frames = await follow(theirs);
    await say(theirs.calls, own);
    await until(frames, says(own), seen);
    expect(JSON.stringify(seen)).not.toContain(secret);
    expect((await rowOf(secret)).id).not.toBe((await rowOf(own)).id);
  });

  it('keeps what is sensitive out of what the desk and the page get back', async () => {
    const page = await desk.page();
    const { message } = await say(page.calls, 'my card is 6222021234567890128, call 13800138000');
    expect(message.text).not.toContain('6222021234567890128');
    expect(message.text).not.toContain('13800138000');
    expect(JSON.stringify(desk.logger.lines)).not.toContain('13800138000');
  });
});

describe('a message sent again under its command', () => {
  it('is one message, answered the same', async () => {
    const { calls } = await desk.page();
    const [text, again] = [words('first'), words('second')];
    for (const line of [text, again]) {
      const commandId = newCommand();
      const answers = [await say(calls, line, { commandId }), await say(calls, line, { commandId })];
      expect(answers[1]).toEqual(answers[0]);
    }
    expect(await received((await rowOf(again)).id)).toEqual([text, again]);
  });

  it('is one message also when all copies come at once, from several connections', async () => {
    const page = await desk.page();
    const other = await desk.page(page.cookie);
    const [text, again] = [words('first at once'), words('second at once')];
    for (const line of [text, again]) {
      const commandId = newCommand();
      const answers = await Promise.all([page, other, page, other].map(({ calls }) => say(calls, line, { commandId })));
      expect(new Set(answers.map(({ message }) => message.id)).size).toBe(1);
    }
    expect(await received((await rowOf(again)).id)).toEqual([text, again]);
  });

  it('is one message also when it opened the case again', async () => {
    const { calls } = await desk.page();
    const [text, back] = [words('please help'), words('it is back')];
    await say(calls, text);
    const { id } = await rowOf(text);
    await act(id, { type: 'accept' });
    await act(id, { type: 'resolve', disposition: 'solved', comment: '' });
    const commandId = newCommand();
    const [first, copy] = await Promise.all([say(calls, back, { commandId }), say(calls, back, { commandId })]);
    expect(copy).toEqual(first);
    expect(await say(calls, back, { commandId })).toEqual(first);
    expect((await rowOf(back)).status).not.toBe('resolved');
    expect(await received(id)).toEqual([text, back]);
  });

  it('of another visitor is their own', async () => {
    const commandId = newCommand();
    const [mine, theirs] = [words('mine'), words('theirs')];
    const [one, two] = [await desk.page(), await desk.page()];
    await say(one.calls, mine, { commandId });
    expect((await say(two.calls, theirs, { commandId })).message.text).toBe(theirs);
    expect(await received((await rowOf(theirs)).id)).toEqual([theirs]);
  });
});

describe('what cannot be sent', () => {
  const codeOf = async (sent: Promise<unknown>): Promise<unknown> => {
    const cause: unknown = await sent.then(
      () => 'sent',
      (thrown: unknown) => thrown,
    );
    return typeof cause === 'object' && cause !== null && 'code' in cause ? { code: cause.code, data: 'data' in cause ? cause.data : undefined } : cause;
  };

  it.each([
    ['nothing', '', { code: 'REFUSED', data: { code: 'empty' } }],
    ['blanks', ' \n\t ', { code: 'REFUSED', data: { code: 'empty' } }],
  ])('%s is refused and opens no case', async (_name, text, fault) => {
    const { calls } = await desk.page();
    const before = await agents.inbox.counts();
    expect(await codeOf(say(calls, text))).toEqual(fault);
    expect(await agents.inbox.counts()).toEqual(before);
  });

  it('a text over the limit is refused; one at the limit is taken', async () => {
    const { calls } = await desk.page();
    expect(await codeOf(say(calls, 'x'.repeat(8_001)))).toMatchObject({ code: 'BAD_REQUEST' });
    expect((await say(calls, 'x'.repeat(8_000))).message.text).toHaveLength(8_000);
  });

  it.each([
    ['a language the desk has not', { language: 'fr' }],
    ['no command', { commandId: '' }],
    ['a command too long', { commandId: 'x'.repeat(65) }],
    ['a text that is none', { text: 7 }],
    ['six attachments', { attachments: Array(6).fill({ blob: 'a'.repeat(64), name: 'a.png', type: 'image/png', size: 1 }) }],
    ['an attachment that names no bytes', { attachments: [{ blob: '../../etc/passwd', name: 'a.png', type: 'image/png', size: 1 }] }],
  ])('%s is refused with the place', async (_name, over) => {
    const { calls } = await desk.page();
    const [place] = Object.keys(over);
    const input = { commandId: newCommand(), text: 'x', attachments: [], language: 'en', ...over } as Parameters<ChatCalls['send']>[0];
    const fault = await codeOf(calls.send(input));
    expect(fault).toMatchObject({ code: 'BAD_REQUEST' });
    expect(JSON.stringify(fault)).toContain(place);
  });

  it('the 241st message of a minute is refused; a minute later it is taken, and others are not held up', async () => {
    const [{ calls }, other] = [await desk.page(), await desk.page()];
    await Promise.all(Array.from({ length: 240 }, () => say(calls, words('again'))));
    expect(await codeOf(say(calls, 'one too many'))).toEqual({ code: 'BAD_INPUT', data: { place: 'send', fault: 'too-many-messages' } });
    await say(other.calls, words('another visitor'));
    desk.ahead += MINUTE;
    await say(calls, words('a minute later'));
  });
});

describe('an attachment', () => {
  const blob = 'a'.repeat(64) as BlobHash;
  const fault = { code: 'BAD_INPUT', data: { place: 'attachments.0', fault: 'unknown-attachment' } };

  it('goes to the desk with its sniffed type and comes back byte for byte', async () => {
    const { calls } = await desk.page();
    const file = await upload(calls, 'screenshot.png', screenshot);
    expect(file).toMatchObject({ name: 'screenshot.png', type: 'image/png', size: screenshot.length });
    const text = words('see the picture');
    expect((await say(calls, text, { attachments: [file] })).message.attachments).toEqual([file]);
    const { data } = await calls.attachment({ blob: file.blob });
    expect(Buffer.from(data, 'base64').equals(screenshot)).toBe(true);
    const { id } = await rowOf(text);
    expect(Buffer.from((await agents.attachments.read({ caseId: id, blob: file.blob })).data, 'base64').equals(screenshot)).toBe(true);
  });

  it('may go alone, without words', async () => {
    const { calls } = await desk.page();
    const file = await upload(calls, 'a.png', screenshot);
    expect((await say(calls, '', { attachments: [file] })).message).toMatchObject({ text: '', attachments: [file] });
  });

  it('that was never uploaded is refused', async () => {
    const { calls } = await desk.page();
    await expect(say(calls, 'x', { attachments: [{ blob, name: 'a.png', type: 'image/png', size: 10 }] })).rejects.toMatchObject(fault);
  });

  it.each([
    ['type', { type: 'text/html' }],
    ['size', { size: 1 }],
    ['name, ending in another type', { name: 'a.html' }],
    ['name, with a path', { name: '../a.png' }],
  ])('with another %s than it was kept with is refused', async (_name, over) => {
    const { calls } = await desk.page();
    const file = await upload(calls, 'a.png', screenshot);
    await expect(say(calls, 'x', { attachments: [{ ...file, ...over }] })).rejects.toMatchObject(fault);
  });

  it('of another visitor can neither be sent on nor read', async () => {
    const [mine, theirs] = [await desk.page(), await desk.page()];
    const file = await upload(mine.calls, 'a.png', screenshot);
    await expect(say(theirs.calls, 'x', { attachments: [file] })).rejects.toMatchObject(fault);
    await expect(theirs.calls.attachment({ blob: file.blob })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('begun by one visitor cannot be gone on with by another', async () => {
    const [mine, theirs] = [await desk.page(), await desk.page()];
    const { upload: id } = await mine.calls.upload.begin({ name: 'a.png', size: screenshot.length });
    await expect(theirs.calls.upload.chunk({ upload: id, data: 'AAAA' })).rejects.toMatchObject({ code: 'UPLOAD_REFUSED', data: { fault: 'incomplete' } });
    await expect(theirs.calls.upload.finish({ upload: id })).rejects.toMatchObject({ code: 'UPLOAD_REFUSED' });
    await mine.calls.upload.chunk({ upload: id, data: screenshot.toString('base64') });
    expect(await mine.calls.upload.finish({ upload: id })).toMatchObject({ type: 'image/png' });
  });

  it('that is a web page in disguise is refused', async () => {
    const { calls } = await desk.page();
    await expect(upload(calls, 'photo.png', Buffer.from('<html><script>alert(1)</script></html>'))).rejects.toMatchObject({
      code: 'UPLOAD_REFUSED',
      data: { fault: 'disguised' },
    });
  });

  it('is one of twenty an hour', async () => {
    const { calls } = await desk.page();
    for (let file = 0; file < 20; file += 1) await upload(calls, 'a.png', screenshot);
    await expect(upload(calls, 'a.png', screenshot)).rejects.toMatchObject({ data: { fault: 'too-many' } });
    desk.ahead += 60 * MINUTE;
    await upload(calls, 'a.png', screenshot);
  });
});

describe('a customer who came by a signed link', () => {
  const linked = async () => {
    const { rows } = await agents.inbox.page({ view: 'resolved', sort: { by: 'activeAt', descending: true }, offset: 0, limit: 1 });
    const customer = rows[0]?.customer;
    if (!customer) throw new Error('the demo desk has resolved cases');
    const { url } = await agents.customers.demoChatLink({ customer });
    return { customer, as: new URL(url).hash.replace('#as=', '') };
  };

  it('is known to the desk from the first message', async () => {
    const { customer, as } = await linked();
    const text = words('It is me');
    await say((await desk.page(await desk.start(as))).calls, text);
    expect(await rowOf(text)).toMatchObject({ customer });
  });

  it('is a stranger when the claim in the cookie was changed', async () => {
    const { as } = await linked();
    const cookie = await desk.start(as);
    const text = words('It is not me');
    await say((await desk.page(`${cookie.slice(0, -3)}AAA`)).calls, text);
    expect(await rowOf(text)).toMatchObject({ customer: null, contactName: null });
  });

  it('cannot start with a link past its day, but goes on with a chat begun before', async () => {
    const { customer, as } = await linked();
    const cookie = await desk.start(as);
    desk.ahead += DAY;
    expect((await desk.ask('POST', '/start', JSON.stringify({ as }))).status).toBe(403);
    const text = words('A day later');
    await say((await desk.page(cookie)).calls, text);
    expect(await rowOf(text)).toMatchObject({ customer });
  });
});
