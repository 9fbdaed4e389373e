import { expect, test } from 'vitest';
import { Inbox } from '#electron/desk/inbox/inbox.ts';
import { Topic } from '#electron/desk/topic.ts';
import type { InboxQuery } from '#electron/store/cache-queries.ts';
import type { Cache } from '#electron/store/port.ts';
import { defaultReplyRules } from '#shared/case/reply-rules.ts';
import { type Configuration, emptyConfiguration } from '#shared/desk/configuration.ts';
import type { Person } from '#shared/desk/person.ts';
import type { PersonId } from '#shared/lib/ids.ts';
import { HOUR } from '#shared/lib/time.ts';

const person: Person = {
  id: 'agent-1' as PersonId,
  name: { en: 'Lin', 'zh-CN': '林' },
  role: 'agent',
  queues: [],
  skills: [],
  languages: ['en'],
  capacity: { chat: 1, message: 1, call: 1 },
  active: true,
} as unknown as Person;

function inbox() {
  const asked: InboxQuery[] = [];
  const configuration = new Topic<Configuration>(emptyConfiguration);
  const page = async (query: InboxQuery) => {
    asked.push(query);
    return { rows: [], total: 0 };
  };
  const counts = { active: 0, mine: 0, all: 0, snoozed: 0, resolved: 0 };
  const cache = { inboxPage: page, inboxCounts: async () => counts } as unknown as Cache;
  const hub = { onIngested: () => () => undefined, onLeft: () => () => undefined, now: () => 5_000 } as never;
  return { asked, configuration, desk: new Inbox({ hub, cache, configuration }) };
}

const rule = (windowMs: number | null) => ({ id: 'wechat' as const, ...defaultReplyRules.wechat, windowMs });

test('the order by windows is asked for with the rules as they are at that moment', async () => {
  const { asked, configuration, desk } = inbox();
  const ask = () => desk.page(person, { view: 'active', sort: { by: 'windowEnds', descending: false }, offset: 0, limit: 10 });
  await ask();
  configuration.set({ ...configuration.value, channelRules: [rule(2 * HOUR)] });
  await ask();
  configuration.set({ ...configuration.value, channelRules: [rule(null)] });
  await ask();
  const whatsapp = defaultReplyRules.whatsapp.windowMs;
  const weibo = defaultReplyRules.weibo.windowMs;
  expect(asked.map(({ windows }) => windows)).toEqual([
    { now: 5_000, ms: { wechat: defaultReplyRules.wechat.windowMs, weibo, whatsapp } },
    { now: 5_000, ms: { wechat: 2 * HOUR, weibo, whatsapp } },
    { now: 5_000, ms: { weibo, whatsapp } },
  ]);
});

test('whoever follows the lists is told to ask anew when the rules of channels change, and not when others do', async () => {
  const { configuration, desk } = inbox();
  const stop = new AbortController();
  const frames = desk.follow(person, stop.signal);
  expect((await frames.next()).value?.anew).toBe(true);
  const next = frames.next();
  configuration.set({ ...configuration.value, tags: [...configuration.value.tags] });
  configuration.set({ ...configuration.value, channelRules: [rule(HOUR)] });
  expect((await next).value?.anew).toBe(true);
  const silent = frames.next();
  configuration.set({ ...configuration.value, tags: [] });
  stop.abort();
  expect((await silent).done).toBe(true);
});
