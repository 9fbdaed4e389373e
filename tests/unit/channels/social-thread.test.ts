import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readThread, type SocialPlace, threadOf } from '#electron/channels/social-port.ts';

const place: fc.Arbitrary<SocialPlace> = fc.oneof(
  fc.constant<SocialPlace>({ kind: 'private' }),
  fc.stringMatching(/^[^:]{1,20}$/).map((comment): SocialPlace => ({ kind: 'comment', comment })),
);
const account = fc.option(fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,20}$/));

it('a thread’s key says by which account it came, whose it is and where', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1, maxLength: 40 }), place, account, (user, where, at) => {
      expect(readThread(threadOf(user, where, at))).toEqual({ account: at, user, place: where });
    }),
    { seed: 7 },
  );
});

it('keys of before there were accounts are read as they were', () => {
  expect(readThread('user:oAbc')).toEqual({ account: null, user: 'oAbc', place: { kind: 'private' } });
  expect(readThread('comment:77:oAbc')).toEqual({ account: null, user: 'oAbc', place: { kind: 'comment', comment: '77' } });
  expect(['', 'user:', 'at:x', 'at:x:user:', 'mail-3'].map(readThread)).toEqual([null, null, null, null, null]);
});
