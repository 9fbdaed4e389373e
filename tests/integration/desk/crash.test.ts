import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { v7 } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { QueueEngine } from '#electron/engine/port.ts';
import type { CaseCommand } from '#shared/case/commands.ts';
import type { CaseId, CommandId, PersonId } from '#shared/lib/ids.ts';
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

  it('keeps the text of an answer that others overtook as a draft, and sends nothing', async () => {
    const caseId = await waitingCase();
    const commandId = v7();
    await killedAtAppend(caseId, reply('一会儿就好'), commandId, false);
    const again = await console();
    await again.act(caseId, 'agent-zhao', { type: 'accept' });
    expect(await again.desk.recover()).toBe(1);
    expect(await again.logged(caseId)).toEqual(['case.opened', 'message.received', 'case.claimed']);
    expect(await again.store.ledger.drafts(lin)).toEqual([{ caseId, person: lin, kind: 'reply', text: '一会儿就好', attachments: [], savedAt: time.now }]);
    expect(await again.store.ledger.outboxEntry(commandId as CommandId)).toMatchObject({ state: 'refused' });
    expect(await again.desk.recover()).toBe(0);
  });

  it('keeps the text of a note that others overtook as a draft', async () => {
    const caseId = await waitingCase();
    await killedAtAppend(caseId, { type: 'addNote', text: masked('asked the bank') }, v7(), false);
    const again = await console();
    await again.act(caseId, 'agent-zhao', { type: 'accept' });
    await again.desk.recover();
    expect(await again.store.ledger.drafts(lin)).toEqual([{ caseId, person: lin, kind: 'note', text: 'asked the bank', attachments: [], savedAt: time.now }]);
  });

  it('leaves a draft that is there already as it is', async () => {
    const caseId = await waitingCase();
    await killedAtAppend(caseId, reply('old'), v7(), false);
    const again = await console();
    await again.store.ledger.saveDraft({ caseId, person: lin, kind: 'reply', text: 'newer', attachments: [], savedAt: time.now });
    await again.act(caseId, 'agent-zhao', { type: 'accept' });
    await again.desk.recover();
    expect((await again.store.ledger.drafts(lin)).map(({ text }) => text)).toEqual(['newer']);
  });

  it('takes the draft of an answer that went out away with its record', async () => {
    const caseId = await waitingCase();
    const first = await console();
    await first.store.ledger.saveDraft({ caseId, person: lin, kind: 'reply', text: 'one moment', attachments: [], savedAt: time.now });
    await end();
    await killedAtAppend(caseId, reply('one moment'), v7(), true);
    const again = await console();
    expect(await again.store.ledger.drafts(lin)).toHaveLength(1);
    await again.desk.recover();
    expect(await again.store.ledger.drafts(lin)).toEqual([]);
  });

  it('recovers commands on one case in the order in which they were given', async () => {
    const caseId = await waitingCase();
    await killedAtAppend(caseId, { type: 'tag', add: ['vip'], remove: [] }, v7(), true);
    time.now += 1_000;
    await killedAtAppend(caseId, { type: 'addNote', text: masked('asked the bank') }, v7(), true);
    const again = await console();
    expect(await again.desk.recover()).toBe(2);
    expect(await again.logged(caseId)).toEqual(['case.opened', 'message.received', 'case.tagged', 'note.added']);
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
