import { mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { v7 } from 'uuid';
import { afterAll, expect, it, vi } from 'vitest';
import type { KnownEvent } from '#shared/case/envelope.ts';
import { foldCase } from '#shared/case/evolve.ts';
import type { InboxRow } from '#shared/case/inbox-row.ts';
import { type Addressing, addresseesOf, addressingOf, customerAlone } from '#shared/case/recipients.ts';
import type { CaseId, EventId, QueueId, Token } from '#shared/lib/ids.ts';
import type { Bench, Tab } from '#tests/contract/bench-kit.ts';
import { codeOf, firstFrame, refusal } from '#tests/contract/console-tab-kit.ts';
import { makeMail, readMail } from '#tests/unit/email/mail-kit.ts';

const mailOf = (id: string, subject: string, text: string, ...more: readonly string[]) =>
  Buffer.from(
    makeMail(
      ['From: Li Lei <li.lei@customer.example>', 'To: service@wallet.example', `Message-ID: <${id}@customer.example>`, `Subject: ${subject}`, ...more],
      text,
    ),
  );

async function imported({ client }: Tab, name: string, bytes: Buffer) {
  const { import: id } = await client.mail.begin({ name, size: bytes.length });
  for (let from = 0; from < bytes.length; from += 300_000) {
    await client.mail.chunk({ import: id, data: bytes.subarray(from, from + 300_000).toString('base64') });
  }
  return client.mail.finish({ import: id });
}

async function rowOf({ client }: Tab, subject: string): Promise<InboxRow> {
  const { rows } = await client.inbox.page({ view: 'active', sort: { by: 'openedAt', descending: true }, offset: 0, limit: 50 });
  const row = rows.find((one) => one.subject === subject);
  if (!row) throw new Error(`no case of ${subject}`);
  return row;
}

const eventsOf = async ({ client }: Tab, caseId: CaseId) => (await client.cases.read({ caseId, after: 0 })).events;

async function received(tab: Tab, caseId: CaseId): Promise<KnownEvent<'message.received'>> {
  const event = (await eventsOf(tab, caseId)).find((one) => one.type === 'message.received');
  if (event?.type !== 'message.received') throw new Error('no message');
  return event;
}

/** E-mail: brought in by hand, shown masked, answered into a folder. */
export function mailRules(bench: Bench): void {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'mail-out-')));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('mail: a file brought in becomes a case of its thread, masked, in the queue that fits', async () => {
    const tab = await bench.tab('agent-lin');
    const first = mailOf('c1', 'Refund of 88', 'My refund has not arrived. Call 13800138000.');
    const came = await imported(tab, 'first.eml', first);
    expect(came).toMatchObject({ mails: 1, opened: 1, added: 0, refused: 0, cases: [{ subject: 'Refund of 88', contactName: 'Li Lei' }] });
    const box = [first, mailOf('c2', 'Re: Refund of 88', 'And now?', 'References: <c1@customer.example>'), Buffer.from('no mail at all')];
    const mbox = Buffer.concat(box.flatMap((mail) => [Buffer.from('From li@customer.example Mon Nov 23 08:00:00 2026\r\n'), mail, Buffer.from('\r\n\r\n')]));
    expect(await imported(tab, 'all.mbox', mbox)).toMatchObject({
      mails: 3,
      opened: 0,
      added: 1,
      repeats: 1,
      refused: 1,
      refusals: [{ place: expect.stringMatching(/^all\.mbox, mail 3 at byte \d+$/), code: 'not-a-mail' }],
      // The case that it was added to, once.
      cases: [{ id: came.cases[0]?.id }],
    });
    // A case that is not theirs to see is named to nobody: it went to another queue than this agent's.
    const other = await imported(await bench.tab('agent-sari'), 'other.eml', mailOf('c9', 'Refund of 12', 'My refund has not arrived.'));
    expect(other).toMatchObject({ opened: 1, cases: [] });
    const row = await rowOf(tab, 'Refund of 88');
    expect(row).toMatchObject({ channel: 'email', queue: 'refund', contactName: 'Li Lei', preview: 'And now?', unread: 2 });
    const events = await eventsOf(tab, row.id);
    expect(JSON.stringify(events)).not.toContain('li.lei@');
    expect(JSON.stringify(events)).not.toContain('13800138000');
    expect(events[0]).toMatchObject({ content: { contactAddress: { text: 'l***@customer.example', marks: [{ kind: 'email' }] } } });
    const opened = events[0]?.type === 'case.opened' ? events[0].content?.contactAddress?.marks[0] : undefined;
    if (!opened) throw new Error('no address');
    expect(await tab.client.vault.reveal({ caseId: row.id, token: opened.token, reason: 'other', words: 'writes elsewhere' })).toEqual({
      kind: 'email',
      raw: 'li.lei@customer.example',
    });
  });

  it('mail.open: the HTML comes masked and without what would run, with its own pictures', async () => {
    const tab = await bench.tab('agent-lin');
    const html =
      '<p onclick="x()">Call 138<b>0013</b>8000</p><script>x()</script><img src="cid:logo"><img src="https://t.example/p.gif"><form action="/"><input></form>';
    const gif = 'R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7';
    const parts = [
      '--b\nContent-Type: text/html\n\n',
      html,
      `\n--b\nContent-Type: image/gif\nContent-ID: <logo>\nContent-Transfer-Encoding: base64\nContent-Disposition: inline\n\n${gif}\n--b--\n`,
    ];
    await imported(tab, 'html.eml', mailOf('h1', 'A page', parts.join(''), 'MIME-Version: 1.0', 'Content-Type: multipart/related; boundary=b'));
    const { id: caseId } = await rowOf(tab, 'A page');
    const message = await received(tab, caseId);
    expect(message.content?.original).toMatchObject({ html: true, quoted: false, refused: [] });
    const view = await tab.client.mail.open({ caseId, message: message.id });
    expect(view.html?.trim()).toBe('<p>Call 138****8000<b></b></p><img src="cid:logo"><img><form action="/"><input></form>');
    expect(view.withheld).toEqual({ remoteImages: 1, forms: 1, scripts: 1, styles: 0, frames: 0, media: 0, links: 0, redirects: 0 });
    expect(view.pictures).toEqual([{ contentId: 'logo', type: 'image/gif', data: gif }]);
    expect(await refusal(tab.client.mail.open({ caseId, message: 'none' as never }))).toEqual({ code: 'NOT_FOUND', data: { what: 'mail' } });
  });

  it('mail.begin refuses by name of the fault, and a piece too many ends it', async () => {
    const tab = await bench.tab('agent-lin');
    const { mail } = tab.client;
    const fault = async (asked: Promise<unknown>) => (await refusal(asked)).data;
    expect(await fault(mail.begin({ name: 'a.pst', size: 5 }))).toEqual({ fault: 'not-a-mail-file' });
    expect(await fault(mail.begin({ name: 'a.eml', size: 0 }))).toEqual({ fault: 'empty' });
    expect(await fault(mail.begin({ name: 'a.eml', size: 26 * 1024 * 1024 }))).toEqual({ fault: 'too-large' });
    expect(await fault(mail.finish({ import: 'unheard-of' }))).toEqual({ fault: 'incomplete' });
    const { import: id } = await mail.begin({ name: 'a.eml', size: 3 });
    expect(await fault(mail.chunk({ import: id, data: Buffer.from('abcd').toString('base64') }))).toEqual({ fault: 'too-large' });
    const other = await bench.tab('agent-zhao');
    const { import: mine } = await mail.begin({ name: 'a.eml', size: 3 });
    expect(await fault(other.client.mail.chunk({ import: mine, data: 'YQ==' }))).toEqual({ fault: 'incomplete' });
    expect(await fault(mail.finish({ import: mine }))).toEqual({ fault: 'incomplete' });
  });

  it('mail.settings: for who runs channels alone; a folder that cannot be used is refused and nothing changes', async () => {
    const [agent, supervisor, trainer] = [await bench.tab('agent-lin'), await bench.tab('supervisor-he'), await bench.tab('trainer-tang')];
    const settings = await supervisor.client.mail.settings();
    for (const { client } of [agent, trainer]) {
      expect(await codeOf(client.mail.settings())).toBe('NOT_ALLOWED');
      expect(await codeOf(client.mail.saveSettings(settings))).toBe('NOT_ALLOWED');
      expect(await codeOf(client.mail.keptAside())).toBe('NOT_ALLOWED');
    }
    expect(await codeOf(trainer.client.mail.begin({ name: 'a.eml', size: 5 }))).toBe('NOT_ALLOWED');
    const save = (wish: Partial<typeof settings>) => refusal(supervisor.client.mail.saveSettings({ ...settings, ...wish }));
    expect(await save({ exportFolder: 'relative' })).toEqual({ code: 'BAD_INPUT', data: { place: 'exportFolder', fault: 'not-absolute' } });
    expect(await save({ watchFolder: path.join(folder, 'none') })).toEqual({ code: 'BAD_INPUT', data: { place: 'watchFolder', fault: 'missing' } });
    expect(await save({ exportFolder: import.meta.filename })).toEqual({ code: 'BAD_INPUT', data: { place: 'exportFolder', fault: 'not-a-folder' } });
    expect(await supervisor.client.mail.settings()).toEqual(settings);
    expect((await supervisor.client.mail.keptAside())[0]).toMatchObject({ from: 'email', fault: expect.stringContaining('not-a-mail') });
  });

  it('mail.follow tells what stands for the desk’s own address in mails that came before it was that', async () => {
    const [tab, supervisor] = [await bench.tab('agent-lin'), await bench.tab('supervisor-he')];
    await imported(tab, 'before.eml', mailOf('o1', 'To two of you', 'Who pays?', 'Cc: claims@wallet.example'));
    const mail = await received(tab, (await rowOf(tab, 'To two of you')).id);
    const [claims] = addresseesOf(mail.content?.recipients?.cc);
    if (claims === undefined || !('token' in claims)) throw new Error('it was written to');
    expect((await firstFrame(await tab.client.mail.follow())).ownTokens).not.toContain(claims.token);
    const settings = await supervisor.client.mail.settings();
    await supervisor.client.mail.saveSettings({ ...settings, own: [...settings.own, { name: 'Claims', address: 'claims@wallet.example' }] });
    expect((await firstFrame(await tab.client.mail.follow())).ownTokens).toContain(claims.token);
    await supervisor.client.mail.saveSettings(settings);
  });

  it('mail: whom a reply goes to is checked before anything is kept, masked on record, in the draft as it was typed, and revealed by its case', async () => {
    const tab = await bench.tab('agent-lin');
    await imported(tab, 'many.eml', mailOf('r1', 'Whose fee', 'Who pays?', 'Cc: Pay <pay@partner.example>, service@wallet.example'));
    const { id: caseId } = await rowOf(tab, 'Whose fee');
    const mail = await received(tab, caseId);
    expect(mail.content?.recipients).toMatchObject({ cc: { text: 'p***@partner.example' }, blob: expect.any(String) });
    expect(JSON.stringify(mail)).not.toContain('pay@partner');
    const [known] = addresseesOf(mail.content?.recipients?.cc);
    if (known === undefined) throw new Error('nobody was written to');
    const addressing = { forwards: null, to: [], cc: [known, { address: 'Boss@head.example' }], bcc: [] };
    const reply = (wanted: Addressing) => tab.act(caseId, { type: 'reply', text: 'The shop does.', attachments: [], addressing: wanted });
    const refusedWith = async (wanted: Partial<Addressing>) => (await refusal(reply({ ...customerAlone, ...wanted }))).data;
    expect(await refusedWith({ cc: [{ address: 'x@y' }] })).toEqual({ code: 'bad-recipient', address: 'x@y' });
    expect(await refusedWith({ cc: [{ address: 'Service@wallet.example' }] })).toEqual({ code: 'own-recipient', address: 'Service@wallet.example' });
    expect(await refusedWith({ cc: [{ token: v7() as Token, masked: 'a***@b.example' }] })).toMatchObject({ code: 'bad-recipient' });
    expect(await refusedWith({ forwards: mail.id, to: [{ address: 'li.lei@customer.example' }] })).toMatchObject({ code: 'customer-recipient' });
    expect(await refusedWith({ forwards: mail.id, cc: [{ address: 'b@bank.example' }] })).toEqual({ code: 'no-recipient' });
    expect(await refusedWith({ forwards: caseId as string as EventId, to: [{ address: 'b@bank.example' }] })).toEqual({ code: 'unknown-message' });
    expect(await refusedWith({ cc: Array.from({ length: 51 }, (_, at) => ({ address: `p${at}@x.example` })) })).toEqual({ code: 'too-many-recipients' });
    expect(await codeOf(reply({ ...customerAlone, cc: Array.from({ length: 501 }, (_, at) => ({ address: `p${at}@x.example` })) }))).toBe('BAD_REQUEST');
    // Refused, it took nobody's case.
    expect((await rowOf(tab, 'Whose fee')).owner).toBeNull();
    await tab.client.drafts.save({ caseId, kind: 'reply', text: '', attachments: [], addressing });
    expect((await tab.client.drafts.list()).find((draft) => draft.caseId === caseId)).toMatchObject({ text: '', addressing });
    const sent = (await reply(addressing)).events.find(({ type }) => type === 'message.sent');
    if (sent?.type !== 'message.sent') throw new Error('not sent');
    expect(sent.content?.recipients).toMatchObject({ cc: { text: 'p***@partner.example, b***@head.example' }, blob: expect.any(String) });
    expect(JSON.stringify(sent)).not.toMatch(/boss@/i);
    expect((await tab.client.drafts.list()).some((draft) => draft.caseId === caseId)).toBe(false);
    const token = sent.content?.recipients?.cc?.marks[1]?.token;
    if (token === undefined) throw new Error('no mark');
    expect(await tab.client.vault.reveal({ caseId, token, reason: 'verify', words: '' })).toEqual({ kind: 'email', raw: 'boss@head.example' });
    // Found by a domain, and by the whole address, of whose letters nothing is kept.
    for (const text of ['head.example', 'boss@head.example'])
      expect(await tab.client.search.query({ text, limit: 5 })).toMatchObject([
        { row: { id: caseId }, entry: sent.id, excerpt: expect.stringContaining('b***@head.example') },
      ]);
    await tab.act(caseId, { type: 'withdraw', message: sent.id });
    expect(await tab.client.search.query({ text: 'head.example', limit: 5 })).toEqual([]);
    // What was taken back is sent again by what the case knows of it.
    const again = (await reply(addressingOf(sent.content?.recipients, undefined))).events.find(({ type }) => type === 'message.sent');
    expect(again).toMatchObject({ content: { recipients: { cc: { text: 'p***@partner.example, b***@head.example' } } } });
    if (again) await tab.act(caseId, { type: 'withdraw', message: again.id });
  });

  it('mail: what is forwarded from a line, or for a case that was split off, leaves a closed case closed; taking it back too', async () => {
    const tab = await bench.tab('agent-lin');
    const state = async (caseId: CaseId) => foldCase(undefined, await eventsOf(tab, caseId));
    await imported(tab, 'm1.eml', mailOf('m1', 'The refund itself', 'Where is my refund?'));
    await imported(tab, 'm2.eml', mailOf('m2', 'The refund again', 'My refund has not arrived.'));
    const [{ id: main }, { id: line }] = [await rowOf(tab, 'The refund itself'), await rowOf(tab, 'The refund again')];
    await tab.act(main, { type: 'accept' });
    const asked = await received(tab, main);
    await tab.act(main, { type: 'split', from: asked.id, queue: 'refund' as QueueId, keeps: true });
    const split = await vi.waitFor(async () => {
      const off = (await state(main))?.splitOff[0]?.case;
      if (off === undefined || (await state(off))?.status !== 'open') throw new Error('not yet');
      return off;
    });
    await tab.act(line, { type: 'merge', into: main, confirmed: true });
    await vi.waitFor(async () => expect((await state(main))?.lines).toHaveLength(1));
    for (const id of [split, main]) await tab.act(id, { type: 'resolve', disposition: 'solved', comment: '' });
    const to = [{ address: 'desk@bank.example' }];
    const forward = async (caseId: CaseId, forwards: EventId, more: { readonly for?: CaseId } = {}) => {
      const wanted = { type: 'reply' as const, text: 'Please look.', attachments: [], addressing: { ...customerAlone, forwards, to }, ...more };
      const sent = (await tab.act(caseId, wanted)).events.find(({ type }) => type === 'message.sent');
      if (!sent) throw new Error('not sent');
      await tab.act(caseId, { type: 'withdraw', message: sent.id });
    };
    await forward(main, asked.id, { for: split });
    await forward(line, (await received(tab, line)).id);
    for (const id of [split, main]) expect(await state(id)).toMatchObject({ status: 'resolved', waitingSince: null });
  });

  it('an answer waits to be taken back, then is a mail of the thread in the export folder', { timeout: 20_000 }, async () => {
    const tab = await bench.tab('agent-lin');
    const supervisor = await bench.tab('supervisor-he');
    const { id: caseId } = await rowOf(tab, 'Refund of 88');
    const states: string[] = [];
    const following = new AbortController();
    void (async () => {
      for await (const { canAnswer } of await tab.client.mail.follow(undefined, { signal: following.signal })) states.push(canAnswer);
    })().catch(() => undefined);
    await vi.waitFor(() => expect(states).toEqual(['no-export-folder']));
    await supervisor.client.mail.saveSettings({ ...(await supervisor.client.mail.settings()), exportFolder: folder });
    await vi.waitFor(() => expect(states.at(-1)).toBe('yes'));
    following.abort();

    const wrong = (await tab.act(caseId, { type: 'reply', text: 'Wrong', attachments: [] })).events.find(({ type }) => type === 'message.sent');
    if (!wrong) throw new Error('not sent');
    await tab.act(caseId, { type: 'withdraw', message: wrong.id });
    const { events } = await tab.act(caseId, { type: 'reply', text: 'It is on its way.', attachments: [] });
    const sent = events.find(({ type }) => type === 'message.sent');
    await vi.waitFor(
      async () => expect((await eventsOf(tab, caseId)).at(-1)).toMatchObject({ type: 'message.delivery', body: { message: sent?.id, state: 'sent' } }),
      {
        timeout: 15_000,
        interval: 100,
      },
    );
    expect(readdirSync(folder)).toEqual([`answer-${sent?.id}.eml`]);
    const mail = await readMail(readFileSync(path.join(folder, `answer-${sent?.id}.eml`)));
    expect(mail).toMatchObject({
      from: { address: 'service@wallet.example' },
      to: [{ name: 'Li Lei', address: 'li.lei@customer.example' }],
      subject: 'Re: Refund of 88',
      text: 'It is on its way.',
      inReplyTo: ['c2@customer.example'],
      references: ['c1@customer.example', 'c2@customer.example'],
    });
    const again = mailOf('c3', 'Re: Refund of 88', 'Thanks', `In-Reply-To: <${mail.messageId}>`);
    expect(await imported(tab, 'again.eml', again)).toMatchObject({ added: 1, opened: 0 });
  });
}
