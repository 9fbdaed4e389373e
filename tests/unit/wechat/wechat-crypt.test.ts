import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readFields } from '#electron/channels/wechat/read-fields.ts';
import { aesKeyOf, openSealed, sameText, signatureOf } from '#electron/channels/wechat/wechat-crypt.ts';
import { seal } from '#tests/fakes/wechat-calls.ts';
import { connected, exampleAccount, plainAccount } from '#tests/unit/wechat/wechat-kit.ts';

const key = aesKeyOf(exampleAccount.encodingAesKey ?? '') ?? new Uint8Array();
const { appId } = exampleAccount;
const textIn = (opened: ReturnType<typeof openSealed>) => (opened.ok ? Buffer.from(opened.value).toString('utf8') : opened.error);

/** developers.weixin.qq.com, 消息推送: the worked example of safe mode. */
const sealedExample =
  '+qdx1OKCy+5JPCBFWw70tm0fJGb2Jmeia4FCB7kao+/Q5c/ohsOzQHi8khUOb05JCpj0JB4RvQMkUyus8TPxLKJGQqcvZqzDpVzazhZv6JsXUnnR8XGT740XgXZUXQ7vJVnAG+tE8NUd4yFyjPy7GgiaviNrlCTj+l5kdfMuFUPpRSrfMZuMcp3Fn2Pede2IuQrKEYwKSqFIZoNqJ4M8EajAsjLY2km32IIjdf8YL/P50F7mStwntrA2cPDrM1kb6mOcfBgRtWygb3VIYnSeOBrebufAlr7F9mFUPAJGj04=';

describe('WeChat’s own examples', () => {
  it('of proving an address, of plain and of sealed messages, are signed as it says', () => {
    expect(signatureOf('AAAAA', '1714036504', '1514711492')).toBe('f464b24fc39322e44b38aa78f5edd27bd1441696');
    expect(signatureOf('AAAAA', '1714037059', '486452656')).toBe('899cf89e464efb63f54ddac96b0a0a235f53aa78');
    expect(signatureOf('AAAAA', '1714112445', '415670741', sealedExample)).toBe('046e02f8204d34f8ba5fa3b1db94908f3df2e9b3');
    const answer = 'ELGduP2YcVatjqIS+eZbp80MNLoAUWvzzyJxgGzxZO/5sAvd070Bs6qrLARC9nVHm48Y4hyRbtzve1L32tmxSQ==';
    expect(signatureOf('AAAAA', '1713424427', '415670741', answer)).toBe('1b9339964ed2e271e7c7b6ff2b0ef902fc94dea1');
  });

  it('open as it says', () => {
    expect(textIn(openSealed(key, sealedExample, appId))).toBe(
      '{"ToUserName":"gh_97417a04a28d","FromUserName":"o9AgO5Kd5ggOC-bXrbNODIiE3bGY","CreateTime":1714112445,"MsgType":"event","Event":"debug_demo","debug_str":"hello world"}',
    );
    const answer = 'ELGduP2YcVatjqIS+eZbp80MNLoAUWvzzyJxgGzxZO/5sAvd070Bs6qrLARC9nVHm48Y4hyRbtzve1L32tmxSQ==';
    expect(textIn(openSealed(key, answer, appId))).toBe('{"demo_resp":"good luck"}');
  });

  it('of the code it publishes (WXBizMsgCrypt) open, and are what our fake of WeChat makes', () => {
    const other = aesKeyOf('abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG') ?? new Uint8Array();
    const sealed = 'jn1L23DB+6ELqJ+6bruv21Y6MD7KeIfP82D6gU39rmkgczbWwt5+3bnyg5K55bgVtVzd832WzZGMhkP72vVOfg==';
    expect(textIn(openSealed(other, sealed, 'wxb11529c136998cb6'))).toBe('我是中文abcd123');
    const made = seal('abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG', 'wxb11529c136998cb6', '我是中文abcd123', Buffer.from('aaaabbbbccccdddd'));
    expect(made).toBe(sealed);
  });

  it('are answered by a connection whose clock stands at their time', async () => {
    const verify = new URLSearchParams('signature=f464b24fc39322e44b38aa78f5edd27bd1441696&echostr=4375120948345356249&timestamp=1714036504&nonce=1514711492');
    const safe = new URLSearchParams(
      'signature=6c5c811b55cc85e0e1b54100749188c20beb3f5d&timestamp=1714112445&nonce=415670741&openid=o9AgO5Kd5ggOC-bXrbNODIiE3bGY&encrypt_type=aes&msg_signature=046e02f8204d34f8ba5fa3b1db94908f3df2e9b3',
    );
    const plain = new URLSearchParams('signature=899cf89e464efb63f54ddac96b0a0a235f53aa78&timestamp=1714037059&nonce=486452656');
    const event = {
      ToUserName: 'gh_97417a04a28d',
      FromUserName: 'o9AgO5Kd5ggOC-bXrbNODIiE3bGY',
      CreateTime: 1714037059,
      MsgType: 'event',
      Event: 'debug_demo',
      debug_str: 'hello world',
    };
    const { connection } = await connected(exampleAccount, { clock: () => 1_714_112_445_000 });
    const body = Buffer.from(JSON.stringify({ ToUserName: 'gh_97417a04a28d', Encrypt: sealedExample }, null, 4));
    expect(await connection.webhook({ method: 'POST', query: safe, headers: {}, body })).toMatchObject({ status: 200, body: 'success' });
    const { connection: other } = await connected(plainAccount, { clock: () => 1_714_036_600_000 });
    expect(await other.webhook({ method: 'GET', query: verify, headers: {}, body: new Uint8Array() })).toMatchObject({
      status: 200,
      body: '4375120948345356249',
    });
    const plainBody = Buffer.from(JSON.stringify(event, null, 4));
    const { connection: third } = await connected(plainAccount, { clock: () => 1_714_037_059_000 });
    expect(await third.webhook({ method: 'POST', query: plain, headers: {}, body: plainBody })).toMatchObject({ status: 200, body: 'success' });
  });
});

/** Sealed by OpenSSL’s command line, which knows nothing of our code nor of our fake’s. */
function sealedByOpenssl(message: string, spoil: (padded: Buffer) => void = () => undefined): string {
  const body = Buffer.from(message);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length);
  const full = Buffer.concat([Buffer.from('fedcba9876543210'), length, body, Buffer.from(appId)]);
  const padding = 32 - (full.length % 32);
  const hex = Buffer.from(key).toString('hex');
  const input = Buffer.concat([full, Buffer.alloc(padding, padding)]);
  spoil(input);
  return execFileSync('openssl', ['enc', '-aes-256-cbc', '-nopad', '-K', hex, '-iv', hex.slice(0, 32)], { input }).toString('base64');
}

describe('What is sealed', () => {
  it.each(['', 'a', '退款到哪里了？💸', 'x'.repeat(300), '<xml><Content><![CDATA[ ]]></Content></xml>'])('by OpenSSL opens: %s', (message) => {
    expect(textIn(openSealed(key, sealedByOpenssl(message), appId))).toBe(message);
  });

  it('opens to what it was, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), fc.uint8Array({ minLength: 16, maxLength: 16 }), (message, random) => {
        const whole = message.toWellFormed();
        expect(textIn(openSealed(key, seal(exampleAccount.encodingAesKey ?? '', appId, whole, random), appId))).toBe(whole);
      }),
      { seed: 20, numRuns: 300 },
    );
  });

  it('for another app id, under another key, cut short or with anything else in it is refused in words', () => {
    const sealed = seal(exampleAccount.encodingAesKey ?? '', appId, 'hello');
    expect(openSealed(key, sealed, 'wxba5fad812f8e6fb8')).toEqual({ ok: false, error: 'what is sealed is for another app id' });
    expect(openSealed(key, seal(exampleAccount.encodingAesKey ?? '', `${appId}x`, 'hello'), appId).ok).toBe(false);
    expect(openSealed(aesKeyOf('B'.repeat(43)) ?? key, sealed, appId).ok).toBe(false);
    for (const bad of ['', 'AAAA', sealed.slice(0, -4), sealed.slice(4), `${sealed}=`, ` ${sealed}`, sealed.replace(/^./, '-'), 'A'.repeat(64)]) {
      expect(openSealed(key, bad, appId).ok, bad).toBe(false);
    }
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(openSealed(key, Buffer.from(bytes).toString('base64'), appId).ok).toBe(false);
      }),
      { seed: 21, numRuns: 300 },
    );
  });

  it('with padding or a length that is not as WeChat writes it is refused', () => {
    const opened = (spoil: (padded: Buffer) => void) => textIn(openSealed(key, sealedByOpenssl('hello', spoil), appId));
    expect(opened(() => undefined)).toBe('hello');
    expect(opened((padded) => padded.writeUInt8(9, padded.length - 2))).toContain('does not open');
    for (const last of [0, 33, 255]) expect(opened((padded) => padded.writeUInt8(last, padded.length - 1))).toContain('does not open');
    expect(opened((padded) => padded.writeUInt32BE(6, 16))).toContain('another app id');
    for (const length of [1_000, 0xffff_ffff]) expect(opened((padded) => padded.writeUInt32BE(length, 16))).toContain('shorter than it says');
  });

  it('has a key of 43 letters and digits', () => {
    expect(aesKeyOf('A'.repeat(43))).toHaveLength(32);
    for (const bad of ['', 'A'.repeat(42), 'A'.repeat(44), `${'A'.repeat(42)}=`, `${'A'.repeat(42)}é`]) expect(aesKeyOf(bad)).toBeNull();
  });
});

it('texts are the same only when they are', () => {
  expect([sameText('', ''), sameText('ab', 'ab'), sameText('ab', 'aB'), sameText('ab', 'abc'), sameText('退', '退')]).toEqual([true, true, false, false, true]);
});

it('a digest is not asked to hide the order of what is signed', () => {
  expect(signatureOf('b', 'a')).toBe(createHash('sha1').update('ab').digest('hex'));
  expect(readFields(Buffer.from('{}'))).toMatchObject({ ok: true });
});
