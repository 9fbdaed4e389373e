import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { findThread, mailKey } from '#electron/channels/email/find-thread.ts';
import { MemoryMailBook } from '#electron/channels/email/mail-book.ts';

const mail = (messageId: string | null, references: readonly string[] = [], inReplyTo: readonly string[] = []) => ({
  messageId,
  references,
  inReplyTo,
  contentHash: messageId ?? 'hash',
});

const threadsOf = async (mails: readonly ReturnType<typeof mail>[], who = 'li@example.com') => {
  const book = new MemoryMailBook();
  const threads: string[] = [];
  for (const each of mails) threads.push((await findThread(book, who, each)).thread);
  return threads;
};

/** A tree of mails: each but the first answers an earlier one. */
const tree = fc.array(fc.nat(), { minLength: 1, maxLength: 12 }).map((parents) => {
  const chains: string[][] = [];
  for (const [at, parent] of parents.entries()) {
    const up = at === 0 ? [] : (chains[parent % at] ?? []);
    chains.push([...up, `m${at}`]);
  }
  return chains.map((chain) => mail(chain.at(-1) ?? null, chain.slice(0, -1)));
});

const seed = { seed: 20261123, numRuns: 500 };

describe('A thread', () => {
  test('is one in whichever order its mails come, and again when they come again', async () => {
    await fc.assert(
      fc.asyncProperty(
        tree.chain((mails) => fc.tuple(fc.constant(mails), fc.shuffledSubarray(mails, { minLength: mails.length }))),
        async ([mails, shuffled]) => {
          const inOrder = await threadsOf(mails);
          expect(new Set([...inOrder, ...(await threadsOf([...shuffled, ...mails]))]).size).toBe(1);
        },
      ),
      seed,
    );
  });

  test('is never shared by talks that name nothing of each other', async () => {
    await fc.assert(
      fc.asyncProperty(tree, tree, async (one, other) => {
        const renamed = other.map(({ messageId, references }) =>
          mail(
            `o-${messageId}`,
            references.map((id) => `o-${id}`),
          ),
        );
        const book = new MemoryMailBook();
        const threads = [];
        for (const each of [...one, ...renamed]) threads.push((await findThread(book, 'li@example.com', each)).thread);
        expect(new Set(threads.slice(0, one.length)).size).toBe(1);
        expect(new Set(threads).size).toBe(2);
      }),
      seed,
    );
  });

  it('is found by In-Reply-To where there are no References, and by what is between', async () => {
    const [a, b, c] = await threadsOf([mail('a'), mail('b', [], ['a']), mail('c', [], ['b'])]);
    expect([b, c]).toEqual([a, a]);
    // The root is not known yet, but another answer to it is.
    const [x, y] = await threadsOf([mail('x', ['root', 'mid']), mail('y', [], ['mid'])]);
    expect(y).toBe(x);
  });

  it('is joined with another by the mail between them, and the older one goes on', async () => {
    const book = new MemoryMailBook();
    const a = await findThread(book, 'li', mail('a'));
    const c = await findThread(book, 'li', mail('c', [], ['b']));
    expect(c.thread).not.toBe(a.thread);
    const b = await findThread(book, 'li', mail('b', [], ['a']));
    expect(b).toEqual({ thread: a.thread, isNew: false, joined: [c.thread] });
    expect((await findThread(book, 'li', mail('d', [], ['c']))).thread).toBe(a.thread);
  });

  it('is nobody else’s: an id that was seen opens no door', async () => {
    const book = new MemoryMailBook();
    const mine = await findThread(book, 'li@example.com', mail('a'));
    const theirs = await findThread(book, 'eve@example.com', mail('e', ['a'], ['a']));
    expect(theirs).toMatchObject({ isNew: true, joined: [] });
    expect(theirs.thread).not.toBe(mine.thread);
  });

  it('is a key that tells no address', async () => {
    expect((await threadsOf([mail('a')]))[0]).toMatch(/^[0-9a-f]{64}$/);
  });
});

test('a mail is known again by its id, or by what it says; not by another sender’s use of its id', () => {
  expect(mailKey('li', mail('a'))).toBe(mailKey('li', { ...mail('a'), contentHash: 'other' }));
  expect(mailKey('li', { messageId: null, contentHash: 'x' })).toBe(mailKey('li', { messageId: null, contentHash: 'x' }));
  expect(mailKey('li', { messageId: null, contentHash: 'x' })).not.toBe(mailKey('li', { messageId: null, contentHash: 'y' }));
  expect(mailKey('li', mail('a'))).not.toBe(mailKey('eve', mail('a')));
});
