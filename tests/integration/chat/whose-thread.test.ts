import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ChatFrame } from '#shared/contract/chat-contract.ts';
import { ChatDesk, newCommand, type Page, says, until } from '#tests/integration/chat/chat-kit.ts';

let desk: ChatDesk;

beforeAll(async () => {
  desk = await ChatDesk.started(false);
});
afterAll(() => desk.stop());

const framesOf = async ({ calls }: Page, marked?: boolean): Promise<AsyncIterator<ChatFrame>> =>
  (await calls.follow({ after: null, ...(marked === undefined ? {} : { marked }) }))[Symbol.asyncIterator]();

async function markOf(page: Page): Promise<string> {
  const { value } = (await (await framesOf(page, true)).next()) as { value: ChatFrame };
  if (value.kind !== 'thread') throw new Error(`${value.kind} comes first`);
  return value.mark;
}

it('whose thread it is is told to a page that asks, before anything else, and words that were written in another are not taken', async () => {
  const [page, other] = [await desk.page(), await desk.page()];
  const [mark, another] = [await markOf(page), await markOf(other)];
  expect(mark).not.toBe(another);
  expect(await markOf(await desk.page(page.cookie))).toBe(mark);
  const send = (text: string, whose?: string) =>
    page.calls.send({ commandId: newCommand(), text, attachments: [], language: 'en', ...(whose === undefined ? {} : { mark: whose }) });
  const refused = { code: 'BAD_INPUT', data: { place: 'mark', fault: 'another-thread' } };
  await expect(send('hers', another)).rejects.toMatchObject(refused);
  await expect(page.calls.rate({ commandId: newCommand(), score: 5, text: '', mark: another })).rejects.toMatchObject(refused);
  await send('mine', mark);
  // An older page knows of no marks, and is told of none.
  await send('mine too');
  const seen: ChatFrame[] = [];
  await until(await framesOf(page), says('mine too'), seen);
  expect(seen.flatMap((frame) => (frame.kind === 'messages' ? frame.messages.map(({ text }) => text) : [frame.kind]))).toEqual(['mine', 'mine too']);
});
