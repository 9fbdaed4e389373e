import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { v7 } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { QueueEngine } from '#electron/engine/port.ts';
import type { CaseCommand } from '#shared/case/commands.ts';
import type { Position } from '#shared/case/envelope.ts';
import type { BlobHash, CaseId, CommandId, PersonId } from '#shared/lib/ids.ts';
import { ConsoleParts, engineIn, masked, type Time, withAppend } from '#tests/integration/desk/console-parts-kit.ts';

const lin = 'agent-lin' as PersonId;
const reply = (text: string): CaseCommand => ({ type: 'reply', text: masked(text), attachments: [] });

/** A console that ends in the middle, and the next one on its folder. */
describe('A console that was killed', () => {
  const time: Time = { now: 1_790_000_000_000 };
  let folder: string;
  let engine: QueueEngine;
  const running: ConsoleParts[] = [];

  const console = async (over: QueueEngine = engine): Promise<ConsoleParts> => {
    const parts = await new ConsoleParts(over, time, folder).start();
    running.push(parts);
    return parts;
  };
  const end = async () => {
    for (const parts of running.splice(0)) await parts.stop();
  };

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'desk-'));
    engine = engineIn(folder, time);
    await engine.start();
  });
  afterEach(async () => {
    await end();
    await engine.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Runs a command until the log is asked, which never answers: nothing of what comes after is done. `reached` tells whether the log got it. */
  async function killedAtAppend(caseId: CaseId, command: CaseCommand, commandId: string, reached: boolean): Promise<void> {
    const asked = Promise.withResolvers<void>();
    const dying = withAppend(engine, async (events, expected) => {
      if (reached) await engine.append(events, expected);
      asked.resolve();
      return new Promise(() => undefined);
    });
    const parts = await console(dying);
    void parts.act(caseId, lin, command, commandId);
    await asked.promise;
    await end();
  }

  async function waitingCase(): Promise<CaseId> {
    const parts = await console();
    const caseId = await parts.newCase();
    await end();
    return caseId;
  }

  it.each([
    ['between its outbox and the log', false],
    ['between the log and its record', true],
  ])('%s has its command in the log once after the next start', async (_when, reached) => {
    const caseId = await waitingCase();
    const commandId = v7();
    await killedAtAppend(caseId, reply('one moment'), commandId, reached);
    const again = await console();
    expect(await again.desk.recover()).toBe(1);
    const types = ['case.opened', 'message.received', 'case.claimed', 'message.sent'];
    expect(await again.logged(caseId)).toEqual(types);
    expect(await again.desk.recover()).toBe(0);
    // The screen did not hear the answer and asks again: the same events.
    const asked = await again.act(caseId, lin, reply('one moment'), commandId);
    expect(asked.ok && asked.value.map(({ type }) => type)).toEqual(['case.claimed', 'message.sent']);
    expect(await again.logged(caseId)).toEqual(types);
    expect(await again.store.ledger.outboxEntry(commandId as CommandId)).toMatchObject({ state: 'confirmed' });
  });

  /** Another console on the same log, for the length of some work. */
  async function elsewhere<T>(work: (parts: ConsoleParts) => Promise<T>): Promise<T> {
    const parts = await new ConsoleParts(engine, time).start();
    try {
      return await work(parts);
    } finally {
      await parts.stop();
    }
  }
  const file = { blob: 'ab'.repeat(32) as BlobHash, name: 'receipt.png', type: 'image/png', size: 3 };

  it('keeps the words and files of an answer that others overtook as a draft, tells why, and sends nothing, then or when asked again', async () => {
    const caseId = await waitingCase();
    const commandId = v7();
    const command: CaseCommand = { type: 'reply', text: masked('一会儿就好'), attachments: [file] };
    await killedAtAppend(caseId, command, commandId, false);
    await elsewhere((other) => other.act(caseId, 'agent-zhao', { type: 'accept' }));
    const again = await console();
    const refusal = { code: 'taken', by: 'agent-zhao', at: time.now };
    expect(await again.desk.recover()).toBe(1);
    expect(await again.logged(caseId)).toEqual(['case.opened', 'message.received', 'case.claimed']);
    expect(await again.store.ledger.drafts(lin)).toMatchObject([{ caseId, kind: 'reply', text: '一会儿就好', attachments: [file] }]);
    expect(await again.store.ledger.deferredCommands()).toMatchObject([{ commandId, caseId, command: { type: 'reply' }, refusal }]);
    expect(await again.desk.recover()).toBe(0);
    expect(await again.act(caseId, lin, command, commandId)).toEqual({ ok: false, error: refusal });
    // The colleague lets go: the answer stays what it was.
    await elsewhere((other) => other.act(caseId, 'agent-zhao', { type: 'release', reason: 'agent' }));
    await again.hub.freshState(caseId);
    expect(await again.act(caseId, lin, command, commandId)).toEqual({ ok: false, error: refusal });
  });

  it('keeps the words of an overtaken answer beside a draft that was begun since', async () => {
    const caseId = await waitingCase();
    const commandId = v7();
    await killedAtAppend(caseId, { type: 'reply', text: masked('old'), attachments: [file] }, commandId, false);
    await elsewhere((other) => other.act(caseId, 'agent-zhao', { type: 'accept' }));
    const again = await console();
    await again.store.ledger.saveDraft({ caseId, person: lin, kind: 'reply', text: 'newer', attachments: [], savedAt: time.now });
    await again.desk.recover();
    expect((await again.store.ledger.drafts(lin)).map(({ text }) => text)).toEqual(['newer']);
    expect(await again.store.ledger.keptWords(lin)).toMatchObject([
      { id: commandId, caseId, kind: 'reply', text: 'old', attachments: [file], refusal: { code: 'taken' } },
    ]);
  });

  it('goes on with a note when others were at the case meanwhile: what excludes nothing is refused by nobody', async () => {
    const caseId = await waitingCase();
    await killedAtAppend(caseId, { type: 'addNote', text: masked('asked the bank') }, v7(), false);
    await elsewhere((other) => other.act(caseId, 'agent-zhao', { type: 'accept' }));
    const again = await console();
    await again.desk.recover();
    expect(await again.logged(caseId)).toEqual(['case.opened', 'message.received', 'case.claimed', 'note.added']);
    expect(await again.store.ledger.drafts(lin)).toEqual([]);
  });

  it('has the words of an answer in its draft or in the noted command, never in both, and what was typed since in the draft', async () => {
    const caseId = await waitingCase();
    const first = await console();
    await first.store.ledger.saveDraft({ caseId, person: lin, kind: 'reply', text: 'one moment', attachments: [], savedAt: time.now });
    await end();
    const commandId = v7();
    await killedAtAppend(caseId, reply('one moment'), commandId, false);
    const again = await console();
    expect(await again.store.ledger.drafts(lin)).toEqual([]);
    expect(await again.store.ledger.outboxEntry(commandId as CommandId)).toMatchObject({ state: 'queued', asked: { typed: { text: 'one moment' } } });
    await again.store.ledger.saveDraft({ caseId, person: lin, kind: 'reply', text: 'and more', attachments: [], savedAt: time.now });
    await again.desk.recover();
    expect(await again.logged(caseId)).toContain('message.sent');
    expect(await again.store.ledger.drafts(lin)).toMatchObject([{ text: 'and more' }]);
    // What was typed raw does not stay once it has arrived.
    expect(await again.store.ledger.outboxEntry(commandId as CommandId)).toMatchObject({ state: 'confirmed', asked: null });
  });

  it('takes a draft that changed since its words went not away with them', async () => {
    const caseId = await waitingCase();
    const parts = await console();
    const save = (text: string) => parts.store.ledger.saveDraft({ caseId, person: lin, kind: 'reply', text, attachments: [], savedAt: time.now });
    const { version } = await save('one moment');
    await save('typed since');
    const actor = { kind: 'agent', id: lin } as const;
    await parts.desk.act(caseId, actor, v7() as CommandId, reply('one moment'), { draft: version });
    expect(await parts.store.ledger.drafts(lin)).toMatchObject([{ text: 'typed since' }]);
  });

  it('recovers commands on one case in the order in which they were given, before whatever comes now', async () => {
    const caseId = await waitingCase();
    const parts = await console();
    const note = (commandId: string, command: CaseCommand) =>
      parts.store.ledger.putOutbox({
        commandId: commandId as CommandId,
        caseId,
        person: lin,
        events: [],
        expected: 2 as Position,
        state: 'queued',
        answer: null,
        at: time.now,
        asked: { role: 'agent', command, typed: null },
      });
    await note(v7(), { type: 'tag', add: ['vip'], remove: [] });
    await note(v7(), { type: 'addNote', text: masked('asked the bank') });
    await parts.act(caseId, lin, { type: 'resolve', disposition: null, comment: '' });
    expect(await parts.logged(caseId)).toEqual(['case.opened', 'message.received', 'case.tagged', 'note.added', 'case.claimed', 'case.resolved']);
    expect(await parts.desk.recover()).toBe(0);
  });

  it('answers what held already the same again, also when it holds no more', async () => {
    const caseId = await waitingCase();
    const parts = await console();
    const commandId = v7();
    await parts.act(caseId, lin, { type: 'tag', add: ['vip'], remove: [] });
    expect(await parts.act(caseId, lin, { type: 'tag', add: ['vip'], remove: [] }, commandId)).toEqual({ ok: true, value: [] });
    await parts.act(caseId, lin, { type: 'tag', add: [], remove: ['vip'] });
    await end();
    const again = await console();
    expect(await again.act(caseId, lin, { type: 'tag', add: ['vip'], remove: [] }, commandId)).toEqual({ ok: true, value: [] });
    expect((await again.hub.state(caseId))?.tags).toEqual([]);
  });

  it('goes on from its cursor: what came while it was away is in its lists before it is ready', async () => {
    const first = await console();
    const thread = v7();
    const caseId = await first.newCase('top up', thread);
    await end();
    const elsewhere = await new ConsoleParts(engine, time).start();
    await elsewhere.say(thread, 'hello?');
    await elsewhere.stop();
    const again = await console();
    expect(await again.store.cache.row(caseId)).toMatchObject({ unread: 2, preview: 'hello?' });
    expect(again.hub.sync().state).toBe('live');
  });

  it('whose append answered with a fault after it was taken sends once when the command comes again', async () => {
    const caseId = await waitingCase();
    let lost = true;
    const flaky = withAppend(engine, async (events, expected) => {
      const appended = await engine.append(events, expected);
      if (lost) {
        lost = false;
        throw new Error('the answer was lost');
      }
      return appended;
    });
    const parts = await console(flaky);
    const commandId = v7();
    await expect(parts.act(caseId, lin, reply('Only once'), commandId)).rejects.toThrow('the answer was lost');
    const again = await parts.act(caseId, lin, reply('Only once'), commandId);
    expect(again.ok && again.value.map((event) => event.type)).toEqual(['case.claimed', 'message.sent']);
    const state = await parts.hub.freshState(caseId);
    expect(state?.entries.filter((entry) => entry.kind === 'sent')).toHaveLength(1);
    expect(await parts.store.ledger.outboxEntry(commandId as CommandId)).toMatchObject({ state: 'confirmed' });
  });

  it('whose note had reached the log keeps no draft of it', async () => {
    const caseId = await waitingCase();
    const before = await console();
    await before.store.ledger.saveDraft({ caseId, person: lin, kind: 'note', text: 'Till 4', attachments: [], savedAt: time.now });
    await end();
    await killedAtAppend(caseId, { type: 'addNote', text: masked('Till 4') }, v7(), true);
    const parts = await console();
    expect(await parts.desk.recover()).toBe(1);
    expect(await parts.store.ledger.drafts(lin)).toEqual([]);
  });
});
