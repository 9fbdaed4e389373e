import { generateKeyPairSync } from 'node:crypto';
import { SignJWT } from 'jose';
import { afterAll, expect, it } from 'vitest';
import type { ChatWish } from '#shared/desk/chat-form.ts';
import type { Bench } from '#tests/contract/bench-kit.ts';
import { firstFrame, refusal } from '#tests/contract/console-tab-kit.ts';

const plain: ChatWish = { publicOrigin: '', origins: [], identity: null, form: null, offline: 'open', startsAMinute: 60 };
const secret = 'what the app and the desk have in common, longer than 32 bytes';
const identity = { kind: 'hs256', key: secret, issuer: 'https://app.wallet.test', audience: 'support', strangers: false } as const;
const topic = { queue: 'top-up', name: { en: 'Top-ups', 'zh-CN': '充值' } };

/** What is decided of the customers' chat: changed by administrators, gone by at once; its key goes in and never comes out. */
export function chatSettingsRules(bench: Bench): void {
  const page = (path: string, init: RequestInit = {}) => fetch(`${bench.host.chatUrl}${path}`, init);
  const start = (said: object) =>
    page('start', {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: new URL(bench.host.chatUrl ?? '').origin },
      body: JSON.stringify(said),
    });
  const tokenBy = (key: string) => {
    const now = Math.floor(bench.now / 1000);
    return new SignJWT({ name: 'Ana' })
      .setProtectedHeader({ alg: 'HS256' })
      .setSubject('C100001')
      .setIssuer(identity.issuer)
      .setAudience(identity.audience)
      .setIssuedAt(now)
      .setExpirationTime(now + 300)
      .sign(Buffer.from(key));
  };
  const admin = async () => (await bench.tab('administrator-zhou')).client.channels;
  const chatNow = async () => firstFrame(await (await admin()).followChat());
  afterAll(async () => (await admin()).saveChat({ chat: plain }));

  it('channels.saveChat: everything that is wrong is told with its place, and nothing is changed', async () => {
    const { publicKey } = generateKeyPairSync('ec', {
      namedCurve: 'secp384r1',
      publicKeyEncoding: { type: 'spki', format: 'pem' },
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    });
    const wrong: ChatWish = {
      publicOrigin: 'chat.wallet.test',
      origins: ['https://www.wallet.test', 'https://www.wallet.test/shop', ' '],
      identity: { ...identity, key: 'short', issuer: ' ' },
      form: { fields: [{ field: 'topic', required: true }], topics: [{ queue: 'nobody', name: { en: '', 'zh-CN': '充值' } }] },
      offline: 'form',
      startsAMinute: 0,
    };
    const refused = await refusal((await admin()).saveChat({ chat: wrong }));
    expect(refused).toMatchObject({
      code: 'CHAT_FAULTY',
      data: {
        faults: [
          { path: 'publicOrigin', fault: 'bad-form' },
          { path: 'origins.1', fault: 'bad-form' },
          { path: 'origins.2', fault: 'missing' },
          { path: 'identity.issuer', fault: 'missing' },
          { path: 'identity.key', fault: 'short-key' },
          { path: 'form.topics.0.queue', fault: 'no-queue' },
          { path: 'form.topics.0.name.en', fault: 'missing' },
          { path: 'startsAMinute', fault: 'out-of-range' },
        ],
      },
    });
    const faultsOf = async (more: Partial<ChatWish>) => (await refusal((await admin()).saveChat({ chat: { ...plain, ...more } }))).data;
    for (const key of ['no PEM at all', publicKey])
      expect(await faultsOf({ identity: { ...identity, kind: 'public-key', key } })).toEqual({ faults: [{ path: 'identity.key', fault: 'bad-key' }] });
    expect(await faultsOf({ identity: { ...identity, key: '' } })).toEqual({ faults: [{ path: 'identity.key', fault: 'missing' }] });
    expect(await faultsOf({ form: { fields: [{ field: 'topic', required: false }], topics: [] } })).toEqual({
      faults: [{ path: 'form.topics', fault: 'no-topics' }],
    });
    expect(await chatNow()).toMatchObject({ served: true, fromFile: false, origins: [], identity: null, form: null, offline: 'open', startsAMinute: 60 });
  });

  it('channels.saveChat: sites may embed it from then on, without a restart, and one that is taken out may not', async () => {
    const shop = 'https://shop.wallet.test';
    const asked = async () => (await page('embed', { headers: { origin: shop } })).status;
    expect(await asked()).toBe(403);
    await (await admin()).saveChat({ chat: { ...plain, origins: [`${shop}/`, shop], publicOrigin: 'https://chat.wallet.test' } });
    expect(await chatNow()).toMatchObject({ origins: [shop], address: 'https://chat.wallet.test' });
    expect(await asked()).toBe(200);
    expect((await page('')).headers.get('content-security-policy')).toContain(`frame-ancestors 'self' ${shop};`);
    await (await admin()).saveChat({ chat: plain });
    expect(await asked()).toBe(403);
    expect((await page('')).headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
  });

  it('channels.saveChat: the app’s key counts at once, is kept where it is left empty, and is told to nobody', async () => {
    const { saveChat } = await admin();
    await saveChat({ chat: { ...plain, identity } });
    expect((await start({})).status).toBe(403);
    expect((await start({ identity: await tokenBy(secret) })).status).toBe(200);
    await saveChat({ chat: { ...plain, offline: 'form', identity: { ...identity, key: '' } } });
    expect((await start({ identity: await tokenBy(secret) })).status).toBe(200);
    const frame = await chatNow();
    expect(frame.identity).toEqual({ kind: 'hs256', issuer: identity.issuer, audience: identity.audience, strangers: false });
    expect(JSON.stringify(frame)).not.toContain(secret);
    const other = 'another secret of the app, which is longer than 32 bytes, too';
    await saveChat({ chat: { ...plain, identity: { ...identity, key: other } } });
    expect((await start({ identity: await tokenBy(secret) })).status).toBe(403);
    expect((await start({ identity: await tokenBy(other) })).status).toBe(200);
    // Another kind of key is another key.
    expect((await refusal(saveChat({ chat: { ...plain, identity: { ...identity, kind: 'public-key', key: '' } } }))).data).toEqual({
      faults: [{ path: 'identity.key', fault: 'missing' }],
    });
    await saveChat({ chat: plain });
    expect((await start({})).status).toBe(200);
  });

  it('channels.saveChat: what is asked before the first message, and how many may begin', async () => {
    const form = {
      fields: [
        { field: 'topic' as const, required: true },
        { field: 'name' as const, required: false },
      ],
      topics: [topic],
    };
    await (await admin()).saveChat({ chat: { ...plain, form, startsAMinute: 1 } });
    expect(await (await page('opening')).json()).toMatchObject({ form });
    bench.now += 61_000;
    expect([(await start({})).status, (await start({})).status]).toEqual([200, 429]);
    await (await admin()).saveChat({ chat: plain });
    expect(await (await page('opening')).json()).toMatchObject({ form: null });
    expect((await start({})).status).toBe(200);
  });

  it('channels.saveChat: is on record without a key, and for administrators alone', async () => {
    const { client } = await bench.tab('administrator-zhou');
    const { entries } = await client.audit.page({ actor: 'administrator-zhou', customer: null, kind: 'chat.saved', before: null, limit: 50 });
    expect(entries.map(({ facts }) => facts.key)).toEqual(expect.arrayContaining(['set', 'kept', 'none']));
    expect(JSON.stringify(entries)).not.toContain(secret);
    for (const person of ['agent-lin', 'supervisor-he', 'trainer-tang'] as const) {
      const tab = await bench.tab(person);
      expect(await refusal(tab.client.channels.saveChat({ chat: plain }))).toMatchObject({ code: 'NOT_ALLOWED' });
      expect(await refusal(tab.client.channels.followChat().then((stream) => firstFrame(stream)))).toMatchObject({ code: 'NOT_ALLOWED' });
    }
  });
}
