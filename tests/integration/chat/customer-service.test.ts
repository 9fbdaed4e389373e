import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { InboxRow } from '#shared/case/inbox-row.ts';
import type { ChatFrame } from '#shared/contract/chat-contract.ts';
import { BLOCKED_TAG } from '#shared/desk/blocked-tag.ts';
import type { CaseId, CustomerId, PersonId, QueueId } from '#shared/lib/ids.ts';
import { MINUTE } from '#shared/lib/time.ts';
import { type ChatCalls, ChatDesk, type ConsoleCalls, newCommand, type Page, says, until } from '#tests/integration/chat/chat-kit.ts';

const topics = [
  { queue: 'refund' as QueueId, name: { 'zh-CN': '退款', en: 'A refund' } },
  { queue: 'card' as QueueId, name: { 'zh-CN': '银行卡', en: 'A bank card' } },
];

/** A desk with an agent, on which nobody else moves. */
class Served {
  readonly desk: ChatDesk;
  readonly agents: ConsoleCalls;

  private constructor(desk: ChatDesk) {
    this.desk = desk;
    this.agents = desk.console('agent');
  }

  static async started(settings: Parameters<typeof ChatDesk.started>[1] = {}): Promise<Served> {
    const served = new Served(await ChatDesk.started(true, settings));
    await served.signIn();
    await served.agents.demo.set({ paused: true, speed: 1, colleagues: 0 });
    return served;
  }

  signIn() {
    return this.agents.session.signIn({ person: 'agent-lin' as PersonId });
  }

  async rowOf(text: string): Promise<InboxRow> {
    const { rows } = await this.agents.inbox.page({ view: 'all', sort: { by: 'activeAt', descending: true }, offset: 0, limit: 50 });
    const row = rows.find(({ preview }) => preview === text);
    if (!row) throw new Error(`no case says ${text}`);
    return row;
  }

  act(caseId: CaseId, command: Parameters<ConsoleCalls['cases']['act']>[0]['command']) {
    return this.agents.cases.act({ caseId, commandId: newCommand(), command });
  }

  async eventsOf(caseId: CaseId) {
    return (await this.agents.cases.read({ caseId, after: 0 })).events;
  }
}

let told = 0;
const words = (text: string) => `${text} no. ${++told}`;
const say = (calls: ChatCalls, text: string, over: Partial<Parameters<ChatCalls['send']>[0]> = {}) =>
  calls.send({ commandId: newCommand(), text, attachments: [], language: 'en', ...over });
const follow = async (page: Page): Promise<AsyncIterator<ChatFrame>> => (await page.calls.follow({ after: null }))[Symbol.asyncIterator]();
const status = (fits: (frame: Extract<ChatFrame, { kind: 'status' }>) => boolean) => (frame: ChatFrame) => frame.kind === 'status' && fits(frame);
const place = (n: number | null) => (frame: ChatFrame) => frame.kind === 'place' && frame.place === n;
const codeOf = (sent: Promise<unknown>): Promise<unknown> =>
  sent.then(
    () => 'taken',
    (cause: { code: string; data?: unknown }) => (cause.data === undefined ? cause.code : { code: cause.code, ...(cause.data as object) }),
  );

let plain: Served;
beforeAll(async () => {
  plain = await Served.started();
});
afterAll(() => plain.desk.stop());
beforeEach(() => {
  plain.desk.ahead += MINUTE;
});

describe('who waits', () => {
  it('is told the how manyth they are, and each time it is another', async () => {
    const { desk } = plain;
    const pages = [await desk.page(), await desk.page(), await desk.page()] as const;
    const lines = [];
    const texts = [];
    for (const page of pages) {
      const text = words('My coupon code does not work in the promotion');
      await say(page.calls, text);
      texts.push(text);
      lines.push(await follow(page));
    }
    const [first, second, third] = lines;
    if (!first || !second || !third) throw new Error('three are followed');
    // The demo's own people wait in the same queue: what is sure is who stands before whom.
    const placeIn = async (line: AsyncIterator<ChatFrame>) => {
      const frame = await until(line, (one) => one.kind === 'place' && one.place !== null);
      return frame.kind === 'place' && frame.place !== null ? frame.place : 0;
    };
    const at = [await placeIn(first), await placeIn(second), await placeIn(third)] as const;
    expect([at[1] - at[0], at[2] - at[1]]).toEqual([1, 1]);

    await plain.act((await plain.rowOf(texts[0] ?? '')).id, { type: 'accept' });
    await until(second, place(at[1] - 1));
    await until(third, place(at[2] - 1));
    await until(first, place(null));
    await plain.act((await plain.rowOf(texts[2] ?? '')).id, { type: 'prioritise', priority: 3 });
    await until(third, (frame) => frame.kind === 'place' && frame.place !== null && frame.place < at[1] - 1);
    await until(second, place(at[1]));
  });
});

describe('a closed contact', () => {
  it('is rated once by its customer, in a number and masked words, and stands in the case', async () => {
    const page = await plain.desk.page();
    const text = words('Where is my refund');
    await say(page.calls, text);
    const { id } = await plain.rowOf(text);
    const line = await follow(page);
    expect(await codeOf(page.calls.rate({ commandId: newCommand(), score: 5, text: '' }))).toMatchObject({ code: 'not-resolved' });
    await plain.act(id, { type: 'accept' });
    await plain.act(id, { type: 'resolve', disposition: 'solved', comment: '' });
    await until(
      line,
      status((frame) => frame.status === 'resolved' && frame.rated === null),
    );
    await page.calls.rate({ commandId: newCommand(), score: 4, text: 'call me on 13800138000' });
    await until(
      line,
      status((frame) => frame.rated === 4),
    );
    const rated = (await plain.eventsOf(id)).filter((event) => event.type === 'survey.answered');
    expect(rated).toMatchObject([{ body: { score: 4 }, actor: { kind: 'customer' } }]);
    expect(JSON.stringify(rated)).not.toContain('13800138000');
    expect(await codeOf(page.calls.rate({ commandId: newCommand(), score: 1, text: '' }))).toMatchObject({ code: 'survey-answered' });
    // After a reload the page knows it.
    await until(
      await follow(await plain.desk.page(page.cookie)),
      status((frame) => frame.rated === 4),
    );

    await say(page.calls, words('It is back'));
    await until(
      line,
      status((frame) => frame.status === 'waiting' && frame.rated === null),
    );
    await plain.act(id, { type: 'accept' });
    await plain.act(id, { type: 'resolve', disposition: 'solved', comment: '' });
    expect(await codeOf(page.calls.rate({ commandId: newCommand(), score: 5, text: '' }))).toBe('taken');
  });

  it.each([0, 6, 2.5])('takes no %s for a score', async (score) => {
    const { calls } = await plain.desk.page();
    expect(await codeOf(calls.rate({ commandId: newCommand(), score, text: '' }))).toMatchObject({ code: 'BAD_REQUEST' });
  });
});

describe('a visitor whom an agent blocked', () => {
  it('is told so, writes nothing more, and may again when the tag is gone', async () => {
    const page = await plain.desk.page();
    const text = words('You are all useless');
    await say(page.calls, text);
    const { id } = await plain.rowOf(text);
    const line = await follow(page);
    await plain.act(id, { type: 'tag', add: [BLOCKED_TAG], remove: [] });
    await until(
      line,
      status((frame) => frame.blocked),
    );
    for (const refused of [
      say(page.calls, 'still here'),
      page.calls.upload.begin({ name: 'a.png', size: 10 }),
      page.calls.rate({ commandId: newCommand(), score: 1, text: '' }),
    ])
      expect(await codeOf(refused)).toBe('NOT_ALLOWED');
    expect((await plain.rowOf(text)).preview).toBe(text);
    await plain.act(id, { type: 'tag', add: [], remove: [BLOCKED_TAG] });
    await until(
      line,
      status((frame) => !frame.blocked),
    );
    expect(await codeOf(say(page.calls, words('Sorry')))).toBe('taken');
  });

  it('and who is known does not begin anew either', async () => {
    const { desk, agents } = plain;
    const { rows } = await agents.inbox.page({ view: 'resolved', sort: { by: 'activeAt', descending: true }, offset: 0, limit: 20 });
    const customer = rows.find((row) => row.customer !== null)?.customer as CustomerId;
    const link = async () => new URL((await agents.customers.demoChatLink({ customer })).url).hash.replace('#as=', '');
    const page = await desk.page(await desk.start(await link()));
    const text = words('I know where you live');
    await say(page.calls, text);
    await plain.act((await plain.rowOf(text)).id, { type: 'tag', add: [BLOCKED_TAG], remove: [] });
    expect(await desk.begin({ as: await link() })).toMatchObject({ status: 403, told: { error: 'blocked' }, setCookie: '' });
  });
});

describe('a customer who writes a thousand messages in a minute', () => {
  it('has all of those that were accepted at the desk, once and in order, and is told to slow down at the others', async () => {
    const page = await plain.desk.page();
    const texts = Array.from({ length: 1_000 }, (_, n) => `flood ${n}`);
    const answers = await Promise.all(texts.map((text) => codeOf(say(page.calls, text))));
    const taken = texts.filter((_, n) => answers[n] === 'taken');
    expect(taken.length).toBe(240);
    expect(new Set(answers.map((answer) => JSON.stringify(answer)))).toEqual(
      new Set(['"taken"', JSON.stringify({ code: 'BAD_INPUT', place: 'send', fault: 'too-many-messages' })]),
    );
    const { id } = await plain.rowOf(taken.at(-1) ?? '');
    const received = (await plain.eventsOf(id)).flatMap((event) => (event.type === 'message.received' ? [event.content?.text] : []));
    expect(received).toEqual(taken);
    // Whoever else writes in the same minute is not held up, and so is nobody at the desk.
    expect(await codeOf(say((await plain.desk.page()).calls, words('another visitor')))).toBe('taken');
  });
});

describe('a form before the chat', () => {
  let formed: Served;
  beforeAll(async () => {
    formed = await Served.started({
      form: {
        fields: [
          { field: 'name', required: true },
          { field: 'email', required: false },
          { field: 'topic', required: true },
        ],
        topics,
      },
    });
  });
  afterAll(() => formed.desk.stop());

  it('is told to the page', async () => {
    expect(JSON.parse((await formed.desk.ask('GET', '/opening')).body)).toMatchObject({
      form: { topics: [{ queue: 'refund' }, { queue: 'card' }] },
      away: false,
    });
  });

  it('is asked for at the first message alone, and its topic leads to its queue', async () => {
    const { calls } = await formed.desk.page();
    expect(await codeOf(say(calls, 'x'))).toEqual({ code: 'BAD_INPUT', place: 'contact.name', fault: 'needed' });
    expect(await codeOf(say(calls, 'x', { contact: { name: 'Li Wei' } }))).toEqual({ code: 'BAD_INPUT', place: 'contact.topic', fault: 'needed' });
    expect(await codeOf(say(calls, 'x', { contact: { name: 'Li Wei', topic: 'security' as QueueId } }))).toMatchObject({ place: 'contact.topic' });
    const text = words('Nothing in these words tells');
    await say(calls, text, { contact: { name: 'Li Wei', email: 'li@example.com', topic: 'refund' as QueueId } });
    const row = await formed.rowOf(text);
    expect(row).toMatchObject({ queue: 'refund', contactName: 'Li Wei', subject: 'A refund' });
    const [opened] = await formed.eventsOf(row.id);
    expect(opened).toMatchObject({ type: 'case.opened', body: { form: 'before' }, content: { contactAddress: { marks: [{ kind: 'email' }] } } });
    expect(JSON.stringify(opened)).not.toContain('li@example.com');
    expect(await codeOf(say(calls, words('and more')))).toBe('taken');
  });
});

describe('while nobody is there', () => {
  let away: Served;
  beforeAll(async () => {
    away = await Served.started({ offline: 'form' });
  });
  afterAll(() => away.desk.stop());
  const opening = async () => JSON.parse((await away.desk.ask('GET', '/opening')).body) as { away: boolean };

  it('a new visitor leaves an address with the first message, which becomes a case with it', async () => {
    expect((await opening()).away).toBe(false);
    await away.agents.session.signOut();
    expect((await opening()).away).toBe(true);
    const { calls } = await away.desk.page();
    expect(await codeOf(say(calls, 'x'))).toEqual({ code: 'BAD_INPUT', place: 'contact', fault: 'needed-while-away' });
    expect(await codeOf(say(calls, 'x', { contact: { name: 'Li' } }))).toMatchObject({ place: 'contact' });
    const text = words('My card was stolen in the night');
    await say(calls, text, { contact: { name: 'Li', phone: '13800138000' } });
    await away.signIn();
    const row = await away.rowOf(text);
    expect(row).toMatchObject({ status: 'waiting', contactName: 'Li' });
    const [opened] = await away.eventsOf(row.id);
    expect(opened).toMatchObject({ body: { form: 'away' }, content: { contactAddress: { text: '138****8000', marks: [{ kind: 'phone' }] } } });
    expect((await opening()).away).toBe(false);
  });

  it('masks a number that only the form knows to be one, and shows it in full to whoever gives a reason', async () => {
    await away.agents.session.signOut();
    const text = words('Call me at the office');
    await say((await away.desk.page()).calls, text, { contact: { email: 'li@example.com', phone: '555 0142 77' } });
    await away.signIn();
    const row = await away.rowOf(text);
    const [opened] = await away.eventsOf(row.id);
    expect(JSON.stringify(opened)).not.toMatch(/0142|li@/);
    const marks = opened?.type === 'case.opened' ? (opened.content?.contactAddress?.marks ?? []) : [];
    expect(marks.map(({ kind }) => kind)).toEqual(['email', 'phone']);
    const shown = await Promise.all(marks.map(({ token }) => away.agents.vault.reveal({ caseId: row.id, token, reason: 'call-back', words: '' })));
    expect(shown.map(({ raw }) => raw.replaceAll(' ', ''))).toEqual(['li@example.com', '555014277']);
  });

  it('who is on a break is not there', async () => {
    await away.agents.session.setState({ state: 'break', reason: null });
    expect((await opening()).away).toBe(true);
  });

  it('a desk that stays open asks nobody', async () => {
    await plain.agents.session.signOut();
    expect(await codeOf(say((await plain.desk.page()).calls, words('Anybody?')))).toBe('taken');
    await plain.signIn();
  });
});

describe('what is said of oneself', () => {
  it.each([
    ['an address that is none', { email: 'nobody' }],
    ['a number that is none', { phone: 'call me' }],
    ['a name without end', { name: 'x'.repeat(201) }],
  ])('%s is refused', async (_name, contact) => {
    const { calls } = await plain.desk.page();
    expect(await codeOf(say(calls, 'x', { contact }))).toMatchObject({ code: 'BAD_REQUEST' });
  });

  it('is of no matter where no form asks for it but for the first message', async () => {
    const page = await plain.desk.page();
    const line = await follow(page);
    const text = words('Hello there');
    await say(page.calls, text, { contact: { name: 'Li' } });
    await until(line, says(text));
    expect(await plain.rowOf(text)).toMatchObject({ contactName: 'Li' });
  });
});
