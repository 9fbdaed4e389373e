import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ChatFrame } from '#shared/contract/chat-contract.ts';
import type { CaseFrame } from '#shared/contract/schemas.ts';
import type { CaseId, PersonId } from '#shared/lib/ids.ts';
import { MINUTE } from '#shared/lib/time.ts';
import { ChatDesk, type ConsoleCalls, newCommand, type Page, says, until } from '#tests/integration/chat/chat-kit.ts';

let desk: ChatDesk;
let lin: ConsoleCalls;
let sari: ConsoleCalls;

beforeAll(async () => {
  desk = await ChatDesk.started(true);
  lin = desk.console('lin');
  await lin.session.signIn({ person: 'agent-lin' as PersonId });
  sari = desk.console('sari');
  await sari.session.signIn({ person: 'agent-sari' as PersonId });
  // No other customers while these are served.
  await lin.demo.set({ paused: true, speed: 1, colleagues: 0 });
});
afterAll(() => desk.stop());

/** A customer's page whose words opened a case. */
async function opened(text: string): Promise<{ readonly page: Page; readonly caseId: CaseId }> {
  const page = await desk.page();
  await page.calls.send({ commandId: newCommand(), text, attachments: [], language: 'en' });
  const { rows } = await lin.inbox.page({ view: 'all', sort: { by: 'activeAt', descending: true }, offset: 0, limit: 50 });
  const row = rows.find(({ preview }) => preview === text);
  if (!row) throw new Error(`no case says ${text}`);
  return { page, caseId: row.id };
}

it('the customer’s typing ends for the desk when they say so', async () => {
  const { page, caseId } = await opened('I write and think again');
  const watching = (await lin.cases.follow({ caseId, after: 0 }))[Symbol.asyncIterator]();
  await until<CaseFrame>(watching, ({ kind }) => kind === 'events');
  const typing = () => until<CaseFrame>(watching, ({ kind }) => kind === 'typing');
  await page.calls.typing();
  expect(await typing()).toEqual({ kind: 'typing', from: 'customer', at: expect.any(Number) });
  await page.calls.typed();
  expect(await typing()).toEqual({ kind: 'typing', from: 'customer', at: expect.any(Number), over: true });
  await watching.return?.();
});

it('a page that is newer than its desk goes on when that does not know of the end of typing', async () => {
  const { page, caseId } = await opened('My page is newer than the desk');
  const newer = page.calls as unknown as { readonly typedOfLater: () => Promise<unknown> };
  await expect(newer.typedOfLater()).rejects.toMatchObject({ status: 404 });
  expect(await page.calls.typing()).toEqual({});
  expect((await lin.cases.read({ caseId, after: 0 })).events.length).toBeGreaterThan(0);
});

it('of several agents who type the customer is told of the last one’s end alone, and never who they are', async () => {
  const { page, caseId } = await opened('Who of you answers me');
  const seen: ChatFrame[] = [];
  const frames = (await page.calls.follow({ after: null }))[Symbol.asyncIterator]();
  await until(frames, says('Who of you answers me'), seen);
  const goesOn = async () => {
    const frame = await until(frames, ({ kind }) => kind === 'typing', seen);
    return frame.kind === 'typing' && frame.over !== true;
  };

  await lin.cases.typing({ caseId });
  await sari.cases.typing({ caseId });
  expect([await goesOn(), await goesOn()]).toEqual([true, true]);
  await lin.cases.typing({ caseId, over: true });
  await sari.cases.typing({ caseId, over: true });
  // One end, though two were told.
  expect(await goesOn()).toBe(false);

  // An answer ends the typing of the one whose it is.
  await lin.cases.typing({ caseId });
  await sari.cases.typing({ caseId });
  expect([await goesOn(), await goesOn()]).toEqual([true, true]);
  await lin.cases.act({ caseId, commandId: newCommand(), command: { type: 'reply', text: 'One of us does', attachments: [] } });
  await lin.cases.typing({ caseId, over: true });
  await until(frames, says('One of us does'), seen);
  expect(await goesOn()).toBe(true);

  // Who said nothing for a while types no longer.
  desk.ahead += MINUTE;
  await lin.cases.typing({ caseId });
  await lin.cases.typing({ caseId, over: true });
  expect([await goesOn(), await goesOn()]).toEqual([true, false]);
  expect(JSON.stringify(seen)).not.toMatch(/agent-/);
  await frames.return?.();
});
