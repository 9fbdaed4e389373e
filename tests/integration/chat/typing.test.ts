import { afterAll, beforeAll, expect, it } from 'vitest';
import type { CaseFrame } from '#shared/contract/schemas.ts';
import type { CaseId, PersonId } from '#shared/lib/ids.ts';
import { ChatDesk, type ConsoleCalls, newCommand, type Page, until } from '#tests/integration/chat/chat-kit.ts';

let desk: ChatDesk;
let lin: ConsoleCalls;

beforeAll(async () => {
  desk = await ChatDesk.started(true);
  lin = desk.console('lin');
  await lin.session.signIn({ person: 'agent-lin' as PersonId });
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
