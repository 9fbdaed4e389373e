import { z } from 'zod';

/** What an account is a customer of; the desk's own chat has none. */
export const accountChannel = z.enum(['wechat', 'weibo', 'whatsapp', 'telegram', 'email', 'phone']);
export type AccountChannel = z.infer<typeof accountChannel>;

const word = (most: number) => z.string().trim().min(1).max(most);
const digits = z.string().regex(/^\d{1,40}$/, 'is not a number');
const port = z.number().int().min(1).max(65_535);
/** Secrets stand in a header or an address: one word. */
const secret = z.string().regex(/^\S{1,2000}$/, 'is not a word of at most 2000 characters');

/** Plain HTTP only on this machine. */
export const webAddress = z
  .string()
  .max(500)
  .regex(/^(https:\/\/[^\s/?#]+|http:\/\/(127\.0\.0\.1|localhost)(:\d+)?)(\/[^\s?#]*)?$/, 'is not an address like https://host');
/** Where the providers themselves are asked; others only to try things out, or over a gateway of the operator's. */
const bases = {
  wechat: 'https://api.weixin.qq.com',
  weibo: 'https://api.weibo.com',
  whatsapp: 'https://graph.facebook.com/v23.0',
  telegram: 'https://api.telegram.org',
} as const;
const apiBase = (channel: keyof typeof bases) => webAddress.transform((url) => url.replace(/\/+$/, '')).default(bases[channel]);

/** Names the account in its webhook's address and in its threads: never changed, and the same on every machine that serves the account. */
export const accountId = z.string().regex(/^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/, 'is not of small letters, digits and hyphens, 40 at most');

const head = { id: accountId, name: word(100), on: z.boolean().default(true) };
const server = z.strictObject({ host: z.string().regex(/^[A-Za-z0-9.:-]{1,253}$/, 'is not the name of a server'), port, secure: z.boolean() });

/** The accounts by channel: an official account, a page, a number, a bot, a mailbox, a telephone system. */
export const accountSchemas = {
  wechat: z.strictObject({
    channel: z.literal('wechat'),
    ...head,
    kind: z.enum(['official', 'mini-program']),
    appId: z.string().regex(/^wx[0-9a-zA-Z]{4,40}$/, 'is not an app id, which begins with wx'),
    appSecret: secret,
    token: z.string().regex(/^[A-Za-z0-9]{3,32}$/, 'is not of 3 to 32 letters and digits'),
    encodingAesKey: z
      .string()
      .regex(/^[A-Za-z0-9]{43}$/, 'is not of 43 letters and digits')
      .nullable()
      .default(null),
    apiBase: apiBase('wechat'),
  }),
  weibo: z.strictObject({
    channel: z.literal('weibo'),
    ...head,
    uid: digits,
    appKey: z.string().regex(/^\w{1,64}$/, 'is not of letters and digits'),
    appSecret: secret,
    accessToken: secret,
    apiBase: apiBase('weibo'),
  }),
  whatsapp: z.strictObject({
    channel: z.literal('whatsapp'),
    ...head,
    phoneNumberId: digits,
    accessToken: secret,
    appSecret: secret,
    verifyToken: secret,
    /** The business account that owns the templates; without it none are listed. */
    wabaId: z.union([digits, z.literal('')]).default(''),
    apiBase: apiBase('whatsapp'),
  }),
  telegram: z.strictObject({
    channel: z.literal('telegram'),
    ...head,
    botToken: z.string().regex(/^\d{1,20}:[A-Za-z0-9_-]{20,100}$/, 'is not a token like 123456:ABC…'),
    apiBase: apiBase('telegram'),
  }),
  email: z.strictObject({
    channel: z.literal('email'),
    ...head,
    address: z.email('is not an e-mail address').max(254),
    imap: server,
    smtp: server,
    auth: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('password'), user: word(254), password: z.string().min(1).max(2000) }),
      z.strictObject({
        kind: z.literal('oauth2'),
        user: word(254),
        clientId: word(500),
        clientSecret: z.string().max(2000),
        refreshToken: secret,
        tokenUrl: webAddress,
      }),
    ]),
    /** Whether a copy of what leaves is laid into the mailbox; off where the server does so itself. */
    sentCopy: z.boolean().default(true),
    /** By queue: what stands below an answer. */
    signatures: z.record(z.string().min(1).max(64), z.string().max(2000)).default({}),
  }),
  phone: z.strictObject({
    channel: z.literal('phone'),
    ...head,
    /** What the telephone system signs with; nobody else checks how good it is. */
    secret: z.string().regex(/^\S{16,200}$/, 'is not a word of 16 to 200 characters'),
    /** Where its calls wait. */
    queue: z.string().min(1).max(64),
  }),
} as const;

export const channelAccount = z.discriminatedUnion('channel', [
  accountSchemas.wechat,
  accountSchemas.weibo,
  accountSchemas.whatsapp,
  accountSchemas.telegram,
  accountSchemas.email,
  accountSchemas.phone,
]);
export type ChannelAccount = z.infer<typeof channelAccount>;
export type AccountOf<C extends AccountChannel> = z.infer<(typeof accountSchemas)[C]>;

/** Whether the platform calls an account's webhook; the others are asked by the desk. */
export const hasWebhook = (channel: AccountChannel): boolean => channel !== 'email' && channel !== 'telegram';

/** One thing that somebody types of an account; `path` is its place in it, such as `imap.host`. */
export interface AccountField {
  readonly path: string;
  /** A secret is kept encrypted and never shown again; a queue is one of the desk's. */
  readonly is: 'text' | 'secret' | 'number' | 'switch' | 'queue' | readonly string[];
  /** It may be left empty. */
  readonly optional?: true;
  /** Asked for only where another field says so. */
  readonly when?: readonly [path: string, value: string];
  readonly usual?: string | number | boolean;
}

const servers = (name: 'imap' | 'smtp', usual: number): readonly AccountField[] => [
  { path: `${name}.host`, is: 'text' },
  { path: `${name}.port`, is: 'number', usual },
  { path: `${name}.secure`, is: 'switch', usual: true },
];
const password = ['auth.kind', 'password'] as const;
const oauth2 = ['auth.kind', 'oauth2'] as const;
const base = (channel: keyof typeof bases): AccountField => ({ path: 'apiBase', is: 'text', usual: bases[channel] });

/** The one table of what an account consists of, in the order it is asked for; signatures stand beside it, one for each queue. */
export const accountFields: Readonly<Record<AccountChannel, readonly AccountField[]>> = {
  wechat: [
    { path: 'kind', is: ['official', 'mini-program'], usual: 'official' },
    { path: 'appId', is: 'text' },
    { path: 'appSecret', is: 'secret' },
    { path: 'token', is: 'secret' },
    { path: 'encodingAesKey', is: 'secret', optional: true },
    base('wechat'),
  ],
  weibo: [
    { path: 'uid', is: 'text' },
    { path: 'appKey', is: 'text' },
    { path: 'appSecret', is: 'secret' },
    { path: 'accessToken', is: 'secret' },
    base('weibo'),
  ],
  whatsapp: [
    { path: 'phoneNumberId', is: 'text' },
    { path: 'accessToken', is: 'secret' },
    { path: 'appSecret', is: 'secret' },
    { path: 'verifyToken', is: 'secret' },
    { path: 'wabaId', is: 'text', optional: true },
    base('whatsapp'),
  ],
  telegram: [{ path: 'botToken', is: 'secret' }, base('telegram')],
  email: [
    { path: 'address', is: 'text' },
    ...servers('imap', 993),
    ...servers('smtp', 465),
    { path: 'auth.kind', is: ['password', 'oauth2'], usual: 'password' },
    { path: 'auth.user', is: 'text' },
    { path: 'auth.password', is: 'secret', when: password },
    { path: 'auth.clientId', is: 'text', when: oauth2 },
    { path: 'auth.clientSecret', is: 'secret', optional: true, when: oauth2 },
    { path: 'auth.refreshToken', is: 'secret', when: oauth2 },
    { path: 'auth.tokenUrl', is: 'text', when: oauth2 },
    { path: 'sentCopy', is: 'switch', usual: true },
  ],
  phone: [
    { path: 'secret', is: 'secret' },
    { path: 'queue', is: 'queue' },
  ],
};

/** What stands at a place such as `imap.host`; undefined where nothing does. */
export function valueAt(value: unknown, path: string): unknown {
  let at = value;
  for (const name of path.split('.')) at = typeof at === 'object' && at !== null && Object.hasOwn(at, name) ? Reflect.get(at, name) : undefined;
  return at;
}
