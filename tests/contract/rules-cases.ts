import { v7 } from 'uuid';
import { expect, it } from 'vitest';
import type { Refusal } from '#shared/case/commands.ts';
import type { AnyEvent } from '#shared/case/envelope.ts';
import { foldCase } from '#shared/case/evolve.ts';
import type { CommandId, CustomerId, EventId, QueueId } from '#shared/lib/ids.ts';
import { HOUR } from '#shared/lib/time.ts';
import type { Bench } from '#tests/contract/bench-kit.ts';
import { firstFrame, frameThat, refusal } from '#tests/contract/console-tab-kit.ts';

const types = (events: readonly AnyEvent[]) => events.map(({ type }) => type);

/** Work on cases, and what was begun and not sent. */
export function caseRules(bench: Bench): void {
  it('cases.read gives a case from its first event, or what came after a position', async () => {
    const { client } = await bench.tab('agent-lin');
    const { caseId, customer } = await bench.newCase();
    const { events } = await client.cases.read({ caseId, after: 0 });
    expect(types(events)).toEqual(['case.opened', 'message.received']);
    await customer.say('are you there?');
    const newer = await client.cases.read({ caseId, after: events.at(-1)?.position ?? 0 });
    expect(types(newer.events)).toEqual(['message.received']);
  });

  it('cases.templates: a case whose channel has none has none, and none can be sent', async () => {
    const tab = await bench.tab('agent-lin');
    const { caseId } = await bench.newCase();
    expect(await tab.client.cases.templates({ caseId })).toEqual({ from: 'none', at: null, fault: null, templates: [] });
    const refused = await refusal(tab.act(caseId, { type: 'sendTemplate', name: 'refund', language: 'en_US', values: [] }));
    expect(refused).toMatchObject({ code: 'REFUSED', data: { code: 'no-templates' } });
  });

  it('cases.act: every command that the contract knows gives its events', async () => {
    const [lin, zhao] = [await bench.tab('agent-lin'), await bench.tab('agent-zhao')];
    const { caseId } = await bench.newCase();
    const did = async (...asked: Parameters<typeof lin.act> extends [unknown, ...infer Rest] ? Rest : never) => types((await lin.act(caseId, ...asked)).events);
    expect(await did({ type: 'decline' })).toEqual(['case.declined']);
    expect(await did({ type: 'accept' })).toEqual(['case.claimed']);
    expect(await did({ type: 'release' })).toEqual(['case.released']);
    expect(await did({ type: 'reply', text: 'one moment', attachments: [] })).toEqual(['case.claimed', 'message.sent']);
    expect(await did({ type: 'addNote', text: 'asked the bank' })).toEqual(['note.added']);
    expect(await did({ type: 'tag', add: ['vip'], remove: [] })).toEqual(['case.tagged']);
    expect(await did({ type: 'prioritise', priority: 3 })).toEqual(['case.prioritised']);
    expect(await did({ type: 'identify', customer: 'C100001' as CustomerId })).toEqual(['customer.identified']);
    expect(await did({ type: 'snooze', until: bench.now + HOUR })).toEqual(['case.snoozed']);
    expect(await did({ type: 'wake' })).toEqual(['case.woken']);
    expect(await did({ type: 'resolve', disposition: 'solved', comment: 'done' })).toEqual(['case.resolved']);
    expect(await did({ type: 'reopen' })).toEqual(['case.reopened', 'case.claimed']);
    expect(await did({ type: 'transfer', queue: 'refund' as QueueId, note: 'please look' })).toEqual(['case.transferred']);
    const { events } = await zhao.client.cases.read({ caseId, after: 0 });
    expect(foldCase(undefined, events)).toMatchObject({ status: 'waiting', queue: 'refund', owner: null, tags: ['vip'], priority: 3, customer: 'C100001' });
  });

  it('cases.act: what the customer wrote is read once, by its owner', async () => {
    const lin = await bench.tab('agent-lin');
    const { caseId } = await bench.newCase();
    await lin.act(caseId, { type: 'accept' });
    const { events } = await lin.client.cases.read({ caseId, after: 0 });
    const upTo = events.findLast(({ type }) => type === 'message.received')?.id as EventId;
    expect(types((await lin.act(caseId, { type: 'markRead', upTo })).events)).toEqual(['message.read']);
    expect((await lin.act(caseId, { type: 'markRead', upTo })).events).toEqual([]);
  });

  it('cases.act: a repeat of a command id answers the same events and adds none', async () => {
    const tab = await bench.tab('agent-lin');
    const { caseId } = await bench.newCase();
    const commandId = v7();
    const first = await tab.act(caseId, { type: 'reply', text: 'hello', attachments: [] }, commandId);
    await tab.reconnect();
    expect(await tab.act(caseId, { type: 'reply', text: 'hello', attachments: [] }, commandId)).toEqual(first);
    const { events } = await tab.client.cases.read({ caseId, after: 0 });
    expect(types(events).filter((type) => type === 'message.sent')).toHaveLength(1);
  });

  it('cases.act keeps a sensitive value of an answer or a note out of the log', async () => {
    const tab = await bench.tab('agent-lin');
    const { caseId } = await bench.newCase();
    await tab.act(caseId, { type: 'reply', text: 'is 13800138000 yours?', attachments: [] });
    await tab.act(caseId, { type: 'addNote', text: 'card 6222020200112233440 or mail a.b@example.com' });
    await tab.act(caseId, { type: 'transfer', queue: 'refund' as QueueId, note: 'call 13800138000' });
    const { events } = await tab.client.cases.read({ caseId, after: 0 });
    expect(JSON.stringify(events)).not.toMatch(/13800138000|a\.b@example/);
    expect(JSON.stringify(events)).toContain('138****8000');
  });

  it('cases.act: the desk’s own address leaves whole in an answer, and nobody else’s', async () => {
    const tab = await bench.tab('agent-lin');
    const { caseId } = await bench.newCase();
    const { addresses } = await firstFrame(await tab.client.mail.follow());
    expect(addresses).toContain('service@wallet.example');
    const { events } = await tab.act(caseId, { type: 'reply', text: '请发邮件到Service@Wallet.example，不要发到 my.service@wallet.example', attachments: [] });
    expect(events.find(({ type }) => type === 'message.sent')).toMatchObject({
      content: {
        text: '请发邮件到Service@Wallet.example，不要发到 m***@wallet.example',
        marks: [{ kind: 'email', at: 33, length: 19 }],
      },
    });
  });

  it('cases.act: the rules of a case refuse with a code, and with who was first', async () => {
    const [lin, zhao] = [await bench.tab('agent-lin'), await bench.tab('agent-zhao')];
    const { caseId } = await bench.newCase();
    const refused = async (asked: Promise<unknown>): Promise<Refusal> => {
      const { code, data } = await refusal(asked);
      expect(code).toBe('REFUSED');
      return data as Refusal;
    };
    const codes = { reopen: 'not-resolved', wake: 'not-snoozed' } as const;
    for (const [type, code] of Object.entries(codes)) expect((await refused(lin.act(caseId, { type: type as 'reopen' }))).code).toBe(code);
    expect((await refused(lin.act(caseId, { type: 'reply', text: ' ', attachments: [] }))).code).toBe('empty');
    expect((await refused(lin.act(caseId, { type: 'reply', text: 'x'.repeat(8_001), attachments: [] }))).code).toBe('too-long');
    expect((await refused(lin.act(caseId, { type: 'snooze', until: bench.now }))).code).toBe('time-passed');
    expect((await refused(lin.act(caseId, { type: 'markRead', upTo: 'nothing' as EventId }))).code).toBe('unknown-message');
    await lin.act(caseId, { type: 'accept' });
    const since = bench.now;
    bench.now += 1_000;
    expect(await refused(zhao.act(caseId, { type: 'accept' }))).toEqual({ code: 'taken', by: 'agent-lin', at: since });
    expect((await refused(zhao.act(caseId, { type: 'resolve', disposition: 'solved', comment: '' }))).code).toBe('not-yours');
    await lin.act(caseId, { type: 'resolve', disposition: 'solved', comment: '' });
    expect((await refused(lin.act(caseId, { type: 'resolve', disposition: 'solved', comment: '' }))).code).toBe('already-resolved');
    expect((await refused(zhao.act(caseId, { type: 'decline' }))).code).toBe('taken');
  });

  it('cases.typing shows on the customer’s page', async () => {
    const tab = await bench.tab('agent-lin');
    const { caseId, customer } = await bench.newCase();
    const frames = await customer.client.follow({ after: null });
    await frameThat(frames, ({ kind }) => kind === 'messages');
    expect(await tab.client.cases.typing({ caseId })).toEqual({});
    expect(await frameThat(frames, ({ kind }) => kind === 'typing')).toEqual({ kind: 'typing', at: bench.now });
    await tab.client.cases.typing({ caseId, over: true });
    expect(await frameThat(frames, ({ kind }) => kind === 'typing')).toEqual({ kind: 'typing', at: bench.now, over: true });
    await frames.return?.();
  });

  it('cases.earlier lists a customer’s cases, newest first, to those who work for that customer', async () => {
    const [lin, sari] = [await bench.tab('agent-lin'), await bench.tab('agent-sari')];
    const customer = 'C100001' as CustomerId;
    const [one, two] = [await bench.newCase(), await bench.newCase()];
    for (const { caseId } of [one, two]) await lin.act(caseId, { type: 'identify', customer });
    bench.now += 1_000;
    await two.customer.say('and again');
    const { rows } = await lin.client.cases.earlier({ customer });
    expect(rows[0]?.id).toBe(two.caseId);
    expect(rows.map(({ id }) => id)).toContain(one.caseId);
    const nobodys = 'C109999' as CustomerId;
    expect(await sari.client.cases.earlier({ customer: nobodys })).toEqual({ rows: [], older: 0 });
  });

  it('deferred: nothing waits while the engine can be reached, and what does not wait is not taken back', async () => {
    const lin = await bench.tab('agent-lin');
    const { caseId } = await bench.newCase();
    const commandId = v7() as CommandId;
    expect(await lin.act(caseId, { type: 'addNote', text: 'asked the bank' }, commandId)).toMatchObject({ deferred: false });
    expect(await firstFrame(await lin.client.deferred.follow())).toEqual([]);
    expect(await firstFrame(await lin.client.undelivered.follow())).toEqual([]);
    for (const what of ['takeBack', 'sendAgain', 'arrived'] as const) expect(await lin.client.deferred[what]({ commandId })).toEqual({ taken: false });
  });

  it('drafts: the newest text is kept for each person and case, and an empty one is none', async () => {
    const [lin, zhao] = [await bench.tab('agent-lin'), await bench.tab('agent-zhao')];
    const { caseId } = await bench.newCase();
    const save = (text: string) => lin.client.drafts.save({ caseId, kind: 'reply', text, attachments: [] });
    await save('dear cust');
    expect(await save('dear customer')).toMatchObject({ savedAt: bench.now, displaced: false });
    const mine = async () => (await lin.client.drafts.list()).filter((draft) => draft.caseId === caseId);
    expect(await mine()).toMatchObject([{ caseId, kind: 'reply', text: 'dear customer', attachments: [], savedAt: bench.now, row: { id: caseId } }]);
    expect((await zhao.client.drafts.list()).filter((draft) => draft.caseId === caseId)).toEqual([]);
    await lin.act(caseId, { type: 'reply', text: 'dear customer', attachments: [] });
    expect(await mine()).toEqual([]);
    await save('more');
    await save('');
    expect(await mine()).toEqual([]);
  });

  it('drafts.follow: what one window writes is in the other; of two that wrote at once both are kept', async () => {
    const [one, two] = [await bench.tab('agent-lin'), await bench.tab('agent-lin')];
    const { caseId } = await bench.newCase();
    const frames = await two.client.drafts.follow();
    expect(await frameThat(frames, () => true)).toMatchObject({ whole: true });
    const words = (text: string) => ({ caseId, kind: 'note' as const, text, attachments: [] });
    const first = await one.client.drafts.save({ ...words('from one'), base: null });
    const told = await frameThat(frames, ({ drafts }) => drafts.length > 0);
    expect(told).toMatchObject({ whole: false, drafts: [{ caseId, kind: 'note', text: 'from one', version: first.version }], gone: [] });
    // Made from what it was told of: nothing is displaced.
    const second = await two.client.drafts.save({ ...words('from one, then two'), base: first.version });
    expect(second.displaced).toBe(false);
    // One did not hear of it and writes other words.
    const third = await one.client.drafts.save({ ...words('from one alone'), base: first.version });
    expect(third.displaced).toBe(true);
    const { kept, drafts, asOf } = await frameThat(frames, (frame) => frame.kept.some((aside) => aside.caseId === caseId));
    // The clock stands still, and versions grow all the same.
    expect(asOf).toBe(third.version);
    expect(drafts).toMatchObject([{ text: 'from one alone', version: third.version }]);
    expect(kept).toMatchObject([{ caseId, kind: 'note', text: 'from one, then two', refusal: null, row: { id: caseId } }]);
    expect(await two.client.drafts.dropKept({ id: kept[0]?.id ?? '' })).toEqual({});
    await two.client.drafts.save({ ...words(''), base: third.version });
    expect(await frameThat(frames, ({ gone }) => gone.length > 0)).toMatchObject({ gone: [{ caseId, kind: 'note' }], kept: [] });
    await frames.return?.();
  });

  it('drafts.keepAside: words stand beside the draft with whom they go to, once, in all windows, until they are dropped', async () => {
    const [one, two] = [await bench.tab('agent-lin'), await bench.tab('agent-lin')];
    const { caseId } = await bench.newCase();
    const frames = await two.client.drafts.follow();
    expect(await frameThat(frames, () => true)).toMatchObject({ whole: true });
    await one.client.drafts.save({ caseId, kind: 'reply', text: 'to the customer', attachments: [] });
    const addressing = { forwards: null, to: [], cc: [{ address: 'bank@partner.example' }], bcc: [] };
    const words = { id: caseId, caseId, kind: 'reply' as const, text: 'to the bank too', attachments: [], addressing };
    await one.client.drafts.keepAside(words);
    await one.client.drafts.keepAside({ ...words, text: 'the same once more' });
    const { kept } = await frameThat(frames, (frame) => frame.kept.some((aside) => aside.caseId === caseId));
    expect(kept.filter((aside) => aside.caseId === caseId)).toMatchObject([{ ...words, refusal: null, at: bench.now, row: { id: caseId } }]);
    expect((await one.client.drafts.list()).filter((draft) => draft.caseId === caseId)).toMatchObject([{ text: 'to the customer' }]);
    await one.client.drafts.dropKept({ id: caseId });
    await one.client.drafts.save({ caseId, kind: 'reply', text: '', attachments: [] });
    expect(await frameThat(frames, ({ gone }) => gone.length > 0)).toMatchObject({ kept: [] });
    await frames.return?.();
  });

  it('drafts: a colleague who takes, hands on or closes the case deletes none', async () => {
    const [lin, zhao] = [await bench.tab('agent-lin'), await bench.tab('agent-zhao')];
    const { caseId } = await bench.newCase();
    await lin.client.drafts.save({ caseId, kind: 'reply', text: 'begun', attachments: [], base: null });
    await zhao.act(caseId, { type: 'accept' });
    const mine = async () => (await lin.client.drafts.list()).filter((draft) => draft.caseId === caseId).map(({ text }) => text);
    expect((await refusal(lin.act(caseId, { type: 'reply', text: 'begun', attachments: [] }))).code).toBe('REFUSED');
    expect(await mine()).toEqual(['begun']);
    await zhao.act(caseId, { type: 'transfer', queue: 'refund' as QueueId, note: '' });
    await zhao.act(caseId, { type: 'accept' });
    await zhao.act(caseId, { type: 'resolve', disposition: 'solved', comment: '' });
    expect(await mine()).toEqual(['begun']);
    await lin.client.drafts.save({ caseId, kind: 'reply', text: '', attachments: [] });
  });

  it('cases.act: a refused command is answered the same again, also when it would be taken by then', async () => {
    const [lin, zhao] = [await bench.tab('agent-lin'), await bench.tab('agent-zhao')];
    const { caseId } = await bench.newCase();
    await zhao.act(caseId, { type: 'accept' });
    const commandId = v7();
    const first = await refusal(lin.act(caseId, { type: 'accept' }, commandId));
    expect(first).toMatchObject({ code: 'REFUSED', data: { code: 'taken', by: 'agent-zhao' } });
    await zhao.act(caseId, { type: 'release' });
    expect(await refusal(lin.act(caseId, { type: 'accept' }, commandId))).toEqual(first);
    expect(types((await lin.act(caseId, { type: 'accept' })).events)).toEqual(['case.claimed']);
  });
}
