import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { mailLimits } from '#electron/channels/email/mail-message.ts';
import { AccountDesk } from '#electron/channels/email/servers/account-desk.ts';
import type { MailAccount } from '#electron/channels/email/servers/mail-account.ts';
import { Dovecot } from '#tests/fakes/mail-dovecot.ts';
import { LyingImap } from '#tests/fakes/mail-lying-imap.ts';
import { elsewhere, leadHere } from '#tests/fakes/mail-names.ts';
import { TokenHouse } from '#tests/fakes/mail-tokens.ts';
import { TcpProxy } from '#tests/fakes/tcp-proxy.ts';
import { AccountRoom, accountAt, mailOf } from '#tests/integration/email/account-kit.ts';

let dovecot: Dovecot;
let room: AccountRoom;
const desks: AccountDesk[] = [];
/** What one test has beside it; newest first. */
const others: (() => Promise<void>)[] = [];

beforeEach(async () => {
  dovecot = new Dovecot({ users: { desk: 'secret', other: 'secret' } });
  await dovecot.start();
  room = new AccountRoom();
});
afterEach(async () => {
  vi.restoreAllMocks();
  await Promise.all(desks.splice(0).map((desk) => desk.stop()));
  for (const end of others.splice(0).toReversed()) await end();
  await dovecot.end();
});

const open = (change: Partial<MailAccount> = {}, into = room): AccountDesk => {
  const desk = new AccountDesk(accountAt({ imap: dovecot.plain, ...change }), into.parts, into.onState);
  desks.push(desk);
  desk.start();
  return desk;
};
const connected = (into = room) => into.until(() => into.states.at(-1)?.state === 'connected');
const seen = (count: number) => vi.waitFor(() => expect(dovecot.seen('desk').seen).toBe(count), { timeout: 5_000 });

describe('A mailbox on a server', () => {
  it('is read: what waits there, then each mail as it comes; marked as read only when it is taken', async () => {
    dovecot.deliver('desk', mailOf('a'));
    room.answer = (text) => (text === 'b' ? { kind: 'kept-aside', fault: { code: 'no-sender', detail: '' } } : { kind: 'own' });
    open();
    await connected();
    expect(room.taken).toEqual(['a']);
    expect(room.places).toEqual(['service@wallet.example, INBOX, mail 1']);
    for (const id of ['b', 'c']) dovecot.deliver('desk', mailOf(id));
    await room.until(() => room.taken.length === 3);
    expect(room.taken.toSorted()).toEqual(['a', 'b', 'c']);
    await seen(2);
    expect(room.states.every(({ fault }) => fault === null)).toBe(true);
  });

  it('gives a mail again that the desk could not take, and not before', async () => {
    let away = true;
    room.answer = () => (away ? new Error('the desk is away') : { kind: 'own' });
    dovecot.deliver('desk', mailOf('a'));
    open();
    await room.until(() => room.states.at(-1)?.fault?.code === 'not-handed-over');
    expect([room.taken, dovecot.seen('desk').seen]).toEqual([[], 0]);
    away = false;
    await connected();
    expect(room.taken).toEqual(['a']);
    await seen(1);
  });

  it('goes on where it stood, after its server was killed and after a restart of the desk; nothing is lost or doubled', async () => {
    const desk = open();
    await connected();
    dovecot.deliver('desk', mailOf('a'));
    await room.until(() => room.taken.length === 1);
    await dovecot.kill();
    await room.until(() => room.states.at(-1)?.fault?.code === 'unreachable');
    dovecot.deliver('desk', mailOf('b'));
    await dovecot.start();
    await connected();
    expect(room.taken).toEqual(['a', 'b']);
    await desk.stop();
    expect(desk.state().state).toBe('off');
    dovecot.deliver('desk', mailOf('c'));
    open();
    await room.until(() => room.taken.length === 3);
    expect(room.taken).toEqual(['a', 'b', 'c']);
  });

  it('notices that its line is broken, also while nothing comes', async () => {
    const line = new TcpProxy(dovecot.plain.port);
    others.push(() => line.stop());
    await line.start();
    open({ imap: { ...dovecot.plain, port: line.port } });
    await connected();
    line.reset();
    await room.until(() => room.states.at(-1)?.state === 'fault');
    dovecot.deliver('desk', mailOf('a'));
    await room.until(() => room.taken.length === 1);
  });

  it('is left in a moment, also while its line swallows all that is said, or nobody answers', async () => {
    const line = new TcpProxy(dovecot.plain.port);
    others.push(() => line.stop());
    await line.start();
    const swallowed = open({ imap: { ...dovecot.plain, port: line.port } });
    await connected();
    line.swallow();
    dovecot.deliver('desk', mailOf('a'));
    const began = performance.now();
    await swallowed.stop();
    const unanswered = open({ imap: { ...dovecot.plain, port: line.port } });
    await unanswered.stop();
    expect(performance.now() - began).toBeLessThan(6_000);
  });

  it('is read whole again when its server numbers its mails anew; what was there before the desk and read by others stays theirs', async () => {
    dovecot.deliver('desk', mailOf('old'), null, Date.now() - 60_000);
    const first = open({ id: 'someone' });
    await room.until(() => room.taken.length === 1);
    await seen(1);
    await first.stop();
    const desk = open();
    await connected();
    expect(room.taken).toEqual(['old']);
    room.answer = (text) => (text === 'b' ? { kind: 'kept-aside', fault: { code: 'no-sender', detail: '' } } : { kind: 'own' });
    for (const id of ['a', 'b']) dovecot.deliver('desk', mailOf(id));
    await room.until(() => room.taken.length === 3);
    await seen(2);
    const known = await room.book.cursor('a1 INBOX');
    await desk.stop();
    await dovecot.kill('SIGTERM');
    dovecot.renumber('desk');
    dovecot.deliver('desk', mailOf('c'));
    await dovecot.start();
    open();
    await connected();
    // What was kept aside is not kept aside again.
    expect(room.taken.slice(3).toSorted()).toEqual(['a', 'c']);
    expect((await room.book.cursor('a1 INBOX'))?.validity).not.toBe(known?.validity);
    expect(room.logger.lines.map(({ message }) => message)).toContain('catch up: the server numbered its mails anew, all are read again');
  });

  it('has a gigantic mail kept aside by its size, without a byte of it fetched', async () => {
    const line = new TcpProxy(dovecot.plain.port);
    others.push(() => line.stop());
    await line.start();
    dovecot.deliver('desk', mailOf('huge', 'x'.repeat(1_000).concat('\r\n').repeat(26_500)));
    dovecot.deliver('desk', mailOf('a'));
    open({ imap: { ...dovecot.plain, port: line.port } });
    await connected();
    expect(room.taken).toEqual(['a']);
    expect(room.aside).toEqual([
      {
        place: expect.stringMatching(/^service@wallet\.example, INBOX, mail \d$/),
        fault: { code: 'too-large', detail: expect.stringContaining(String(mailLimits.bytes)) },
      },
    ]);
    expect(line.bytesToClients).toBeLessThan(20_000);
    await seen(1);
  });

  it('has several folders, each with its own place; one that is not there is told', async () => {
    dovecot.deliver('desk', mailOf('b'), 'Claims');
    dovecot.deliver('desk', mailOf('a'));
    const desk = open({ folders: ['INBOX', 'Claims'] });
    await connected();
    expect(room.taken.toSorted()).toEqual(['a', 'b']);
    await desk.stop();
    open({ folders: ['INBOX', 'Vanished'] });
    await room.until(() => room.states.at(-1)?.state === 'fault');
    expect(room.states.at(-1)?.fault).toMatchObject({ code: 'bad-answer', detail: expect.stringContaining('Vanished') });
    dovecot.deliver('desk', mailOf('c'));
    await room.until(() => room.taken.length === 3);
    dovecot.deliver('desk', mailOf('d'), 'Vanished');
    await connected();
    expect(room.taken).toContain('d');
  });
});

describe('A server that lies', () => {
  it.each(['huge', 'drops'] as const)('holds up no other mail for long: %s', async (lie) => {
    const liar = new LyingImap(lie);
    others.push(() => liar.stop());
    await liar.start();
    open({ imap: liar.server });
    await connected();
    expect(room.taken).toEqual(['second']);
    expect(liar.asked).toBe(3);
    expect(room.aside).toEqual([
      { place: 'service@wallet.example, INBOX, mail 1', fault: { code: 'unreadable', detail: 'the line broke 3 times while it was fetched' } },
    ]);
    expect(room.states.some(({ fault }) => fault !== null)).toBe(true);
  });
});

describe('Signing in', () => {
  it('is refused with a wrong password, told without it, and taken up again once it is right', async () => {
    const desk = open({ auth: { kind: 'password', user: 'desk', password: 'wrong-secret' } });
    await room.until(() => room.states.at(-1)?.state === 'fault');
    expect(desk.state().fault).toMatchObject({ code: 'refused-credentials' });
    expect(await desk.check()).toMatchObject({ ok: false, error: { code: 'refused-credentials' } });
    expect(JSON.stringify([room.states, room.logger.lines])).not.toContain('wrong-secret');
    dovecot.setPassword('desk', 'wrong-secret');
    await connected();
    expect(desk.state().fault).toBeNull();
  });

  it('is encrypted, with a certificate that must be good', async () => {
    const { ca = '', ...unknown } = dovecot.tls;
    open({ imap: unknown });
    await room.until(() => room.states.at(-1)?.state === 'fault');
    expect(room.states.at(-1)?.fault).toMatchObject({ code: 'unreachable', detail: expect.stringContaining('DEPTH_ZERO_SELF_SIGNED_CERT') });
    const other = new AccountRoom();
    open({ imap: { ...unknown, ca } }, other);
    await connected(other);
    leadHere();
    const upgraded = new AccountRoom();
    open({ imap: { ...dovecot.plain, host: elsewhere } }, upgraded);
    await upgraded.until(() => upgraded.states.at(-1)?.state === 'fault');
    expect(upgraded.states.at(-1)?.fault?.detail).toContain('SELF_SIGNED');
    const trusted = new AccountRoom();
    open({ imap: { ...dovecot.plain, host: elsewhere, ca } }, trusted);
    await connected(trusted);
  });

  it('takes an access token that Dovecot checks, and another when the first is no longer good', async () => {
    const tokens = new TokenHouse('desk');
    await tokens.start();
    others.push(() => tokens.stop());
    const house = new Dovecot({ users: {}, tokenInfo: tokens.infoUrl });
    others.push(() => house.end());
    await house.start();
    house.deliver('desk', mailOf('a'));
    const auth = { kind: 'oauth2', user: 'desk', clientId: 'c', clientSecret: 's', refreshToken: 'r', tokenUrl: tokens.tokenUrl } as const;
    open({ imap: house.plain, auth });
    await connected();
    expect(room.taken).toEqual(['a']);
    expect(tokens.asked).toEqual([{ grant_type: 'refresh_token', refresh_token: 'r', client_id: 'c', client_secret: 's' }]);
    tokens.good.clear();
    await house.kill('SIGTERM');
    await room.until(() => room.states.at(-1)?.state === 'fault');
    await house.start();
    await connected();
    expect(tokens.asked).toHaveLength(2);
    tokens.good.clear();
    tokens.answer = { status: 400, body: '{"error":"invalid_grant"}' };
    await house.kill('SIGTERM');
    await house.start();
    await room.until(() => room.states.at(-1)?.fault?.code === 'refused-credentials');
    expect(room.states.at(-1)?.fault?.detail).toBe('no token: status 400, invalid_grant');
  });
});
