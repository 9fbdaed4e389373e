import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type SocialPlace, threadOf } from '#electron/channels/social-port.ts';
import { knownContact } from '#electron/desk/customers/known-contact.ts';
import { casesFrom } from '#electron/store/projections/inbox-queries.ts';
import { contactKey } from '#shared/case/contact-key.ts';
import { type AnyEvent, newEvent, type Position } from '#shared/case/envelope.ts';
import type { BodyOf, EventType } from '#shared/case/events.ts';
import { evolve } from '#shared/case/evolve.ts';
import type { CaseState } from '#shared/case/state.ts';
import type { CaseId, CustomerId, EventId, GroupId, QueueId } from '#shared/lib/ids.ts';
import { filledCache, foldAll } from '#tests/property/store-kit.ts';

const [wang, lina] = ['C1', 'C2'] as readonly string[] as readonly [CustomerId, CustomerId];

/** A log of cases of several threads, written by hand. */
class Book {
  readonly events: AnyEvent[] = [];

  add<T extends EventType>(id: string, type: T, body: BodyOf<T>, content: unknown = {}): this {
    const position = this.events.length + 1;
    const head = {
      id: `e${position}` as EventId,
      about: { kind: 'case' as const, id },
      group: 'retail' as GroupId,
      at: position * 1_000,
      actor: { kind: 'agent' as const, id: 'a' },
    };
    const made = newEvent as unknown as (head: object, type: T, body: unknown, content: unknown) => object;
    this.events.push({ ...made(head, type, body, content), position: position as Position, recordedAt: head.at } as unknown as AnyEvent);
    return this;
  }

  opened(id: string, thread: string, channel: 'wechat' | 'weibo' | 'chat' = 'weibo', customer?: CustomerId): this {
    return this.add(id, 'case.opened', {
      channel,
      queue: 'q' as QueueId,
      language: 'en',
      priority: 0,
      thread,
      ...(customer === undefined ? {} : { customer }),
    });
  }

  said(id: string, customer: CustomerId | null): this {
    return this.add(id, 'customer.identified', { customer, how: 'agent' });
  }

  state(id: string): CaseState {
    const state = foldAll(this.events).find((one) => one.id === (id as CaseId));
    if (!state) throw new Error(`there is no ${id}`);
    return state;
  }

  async known(id: string): Promise<CustomerId | null> {
    const db = filledCache(this.events);
    const found = await knownContact({ casesFrom: async (contact, limit) => casesFrom(db, contact, limit) }, this.state(id));
    db.close();
    return found;
  }
}

const two = () => new Book().opened('first', 'comment:c1:u7').opened('second', 'user:u7').opened('other', 'user:u8');

test('whoever was confirmed for a person at a channel is who their next case there may be of', async () => {
  const book = two();
  expect(await book.known('second')).toBeNull();
  book.said('first', wang);
  expect(await book.known('second')).toBe(wang);
  expect(await book.known('other')).toBeNull();
  expect(await book.opened('elsewhere', 'user:u7', 'wechat').known('elsewhere')).toBeNull();
});

test('by an account of the desk, it is the person of that account alone', async () => {
  const book = new Book().opened('first', 'at:shop:comment:c1:u7').opened('second', 'at:shop:user:u7');
  book.opened('elsewhere', 'at:help:user:u7').opened('without', 'user:u7').said('first', wang);
  expect(await book.known('second')).toBe(wang);
  expect(await book.known('elsewhere')).toBeNull();
  expect(await book.known('without')).toBeNull();
});

test('what was said last holds: another customer, or that it is not them', async () => {
  const book = two().said('first', wang).opened('third', 'comment:c9:u7').said('third', lina);
  expect(await book.known('second')).toBe(lina);
  book.said('third', null);
  expect(await book.known('second')).toBeNull();
  book.said('first', wang);
  expect(await book.known('second')).toBe(wang);
});

test('that it is not them, said of the case itself, is believed in it too', async () => {
  const book = two().said('first', wang).said('second', wang).said('second', null);
  expect(await book.known('second')).toBeNull();
});

test('whom the channel itself had bound is known from the opening', async () => {
  expect(await new Book().opened('first', 'comment:c1:u7', 'weibo', wang).opened('second', 'user:u7').known('second')).toBe(wang);
});

test('nobody is known of a person who was erased', async () => {
  const book = two().said('first', wang).add('first', 'case.erased', { reason: 'asked', tokens: [] });
  expect(await book.known('second')).toBeNull();
  expect(contactKey(book.state('first'))).toBeNull();
});

test('a contact is named by its channel: an address or number by its token, a visitor by their thread, a user by their id', () => {
  const opening = (channel: 'email' | 'phone' | 'chat' | 'telegram' | 'whatsapp', thread: string, content: unknown = {}) =>
    evolve(
      undefined,
      new Book().add('c', 'case.opened', { channel, queue: 'q' as QueueId, language: 'en', priority: 0, thread }, content).events[0] as AnyEvent,
    ) as CaseState;
  const address = { text: 'w***@x.com', marks: [{ kind: 'email', token: 'tok-1', at: 0, length: 10 }] };
  expect(contactKey(opening('email', '<m1@x>', { contactAddress: address }))).toBe('email tok-1');
  expect(contactKey(opening('email', '<m1@x>'))).toBeNull();
  expect(contactKey(opening('chat', 'visitor-9'))).toBe('chat visitor-9');
  expect(contactKey(opening('telegram', 'user:42'))).toBe('telegram 42');
  expect(contactKey(opening('whatsapp', 'at:wa-1:user:0f3c9a'))).toBe('whatsapp at:wa-1:0f3c9a');
  expect(contactKey(opening('whatsapp', 'nothing of the kind'))).toBeNull();
  expect(contactKey(opening('phone', 'call-1'))).toBeNull();
});

test("every thread of a person by an account names the same person, and nobody else's does", () => {
  const users = fc.constantFrom('u7', 'u8', '7:u', 'user:u7', 'o-6_bcHd');
  const places = fc.oneof(
    fc.constant({ kind: 'private' as const }),
    fc.constantFrom('c1', 'c2').map((comment) => ({ kind: 'comment' as const, comment })),
  );
  const accounts = fc.constantFrom(null, 'shop', 'help');
  const named = (user: string, place: SocialPlace, account: string | null) =>
    contactKey({ channel: 'wechat', thread: threadOf(user, place, account), contactAddress: null, call: null, erasedAt: null });
  fc.assert(
    fc.property(users, places, accounts, users, places, accounts, (user, place, account, other, otherPlace, otherAccount) => {
      const key = named(user, place, account);
      expect(key).not.toBeNull();
      expect(key === named(other, otherPlace, otherAccount)).toBe(user === other && account === otherAccount);
    }),
    { seed: 7 },
  );
});
