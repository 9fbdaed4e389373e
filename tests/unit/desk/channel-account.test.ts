import { expect, it } from 'vitest';
import { accountFrom, accountValues, freeId, readAccount } from '#shared/desk/account-form.ts';
import { type AccountChannel, accountChannel, accountFields, type ChannelAccount } from '#shared/desk/channel-account.ts';

const typed: Readonly<Record<AccountChannel, Readonly<Record<string, string | number | boolean>>>> = {
  wechat: { kind: 'official', appId: 'wx1234567890abcdef', appSecret: 'SECRET-1', token: 'Token1', encodingAesKey: 'k'.repeat(43) },
  weibo: { uid: '1234567890', appKey: '77', appSecret: 'SECRET-1', accessToken: 'SECRET-2' },
  whatsapp: { phoneNumberId: '1064', accessToken: 'SECRET-1', appSecret: 'SECRET-2', verifyToken: 'SECRET-3' },
  telegram: { botToken: '123456:SECRET-1-abcdefghijklmnop', apiBase: 'https://telegram.example/api/' },
  email: {
    address: 'service@wallet.example',
    'imap.host': 'imap.wallet.example',
    'imap.port': 993,
    'imap.secure': true,
    'smtp.host': 'smtp.wallet.example',
    'smtp.port': 465,
    'smtp.secure': true,
    'auth.kind': 'password',
    'auth.user': 'service',
    'auth.password': 'SECRET-1 with a blank',
    sentCopy: false,
    'signatures.refund': 'The refund team',
  },
  phone: { secret: 'SECRET-1-of-16-or-more', queue: 'payment' },
};
const wish = (channel: AccountChannel, values: Readonly<Record<string, string | number | boolean | null>> = typed[channel]) => ({
  channel,
  id: `${channel}-1`,
  name: 'Ours',
  values: { ...values },
});

function made(channel: AccountChannel): ChannelAccount {
  const read = accountFrom(wish(channel), null);
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  return read.value;
}

it.each(accountChannel.options)('an account of %s is read from what is typed, and shown without its secrets', (channel) => {
  const account = made(channel);
  expect(account).toMatchObject({ channel, id: `${channel}-1`, on: true });
  const { values, set } = accountValues(account);
  expect(JSON.stringify(values)).not.toContain('SECRET');
  const secrets = accountFields[channel].filter(({ is, when }) => is === 'secret' && when?.[1] !== 'oauth2').map(({ path }) => path);
  expect(set).toEqual(secrets);
});

it.each(accountChannel.options)('%s: a secret that is left empty stays as it is, and another takes its place', (channel) => {
  const account = made(channel);
  const [secret = ''] = accountValues(account).set;
  const { values } = accountValues(account);
  const again = accountFrom(wish(channel, { ...values, [secret]: '' }), account);
  expect(again).toEqual({ ok: true, value: account });
  expect(accountFrom(wish(channel, values), null)).toMatchObject({
    ok: false,
    error: expect.arrayContaining([expect.objectContaining({ path: secret, fault: 'missing' })]),
  });
});

it('every fault is told with its place', () => {
  const bad = accountFrom({ ...wish('wechat', { kind: 'shop', appId: 'none', appSecret: 'a b', token: '' }), id: 'My Account', name: ' ' }, null);
  expect(bad.ok ? [] : bad.error.map(({ path, fault }) => [path, fault])).toEqual([
    ['id', 'bad-form'],
    ['name', 'missing'],
    ['kind', 'bad-form'],
    ['appId', 'bad-form'],
    ['appSecret', 'bad-form'],
    ['token', 'missing'],
  ]);
  const mail = accountFrom(wish('email', { ...typed.email, 'imap.port': 70_000, address: 'nobody', 'auth.password': '' }), null);
  expect(mail.ok ? [] : mail.error.map(({ path, fault }) => [path, fault])).toEqual([
    ['address', 'bad-form'],
    ['imap.port', 'out-of-range'],
    ['auth.password', 'missing'],
  ]);
  expect(readAccount({ channel: 'pigeon' })).toMatchObject({ ok: false, error: [{ path: 'channel' }] });
  expect(readAccount({ ...made('telegram'), colour: 'red' })).toMatchObject({ ok: false, error: [{ path: 'colour', fault: 'unknown-field' }] });
});

it('a telephone system’s secret is long enough that nobody guesses it, and its calls have a queue', () => {
  const bad = accountFrom(wish('phone', { secret: 'fifteen-letters', queue: '' }), null);
  expect(bad.ok ? [] : bad.error.map(({ path, fault }) => [path, fault])).toEqual([
    ['secret', 'bad-form'],
    ['queue', 'missing'],
  ]);
});

it('plain HTTP is taken on this machine alone, and an address loses the slash at its end', () => {
  const at = (apiBase: string) => accountFrom(wish('telegram', { ...typed.telegram, apiBase }), null);
  expect(at('http://127.0.0.1:8081')).toMatchObject({ ok: true });
  expect(at('http://telegram.example')).toMatchObject({ ok: false, error: [{ path: 'apiBase', fault: 'bad-form' }] });
  expect(made('telegram')).toMatchObject({ apiBase: 'https://telegram.example/api' });
  expect(made('whatsapp')).toMatchObject({ apiBase: 'https://graph.facebook.com/v23.0' });
});

it('a way of signing in that is not chosen asks for nothing and keeps nothing', () => {
  const both = { ...typed.email, 'auth.kind': 'oauth2', 'auth.clientId': 'c', 'auth.refreshToken': 'r', 'auth.tokenUrl': 'https://id.example/token' };
  const read = accountFrom(wish('email', both), made('email'));
  expect(read).toMatchObject({ ok: true, value: { auth: { kind: 'oauth2', clientSecret: '', refreshToken: 'r' } } });
  expect(JSON.stringify(read)).not.toContain('SECRET');
});

it('a new account is given an id that is free', () => {
  expect(freeId('wechat', ['wechat-1', 'wechat-3'])).toBe('wechat-2');
});
