import { describe, expect, it } from 'vitest';
import { challengeOf, isSigned } from '#electron/channels/whatsapp/hub-signature.ts';

const bytes = (text: string) => Buffer.from(text, 'utf8');

describe('isSigned', () => {
  // Meta publishes no example; the first is GitHub's for the same header and scheme (docs.github.com, validating webhook deliveries).
  // The others were made by `printf %s BODY | openssl dgst -sha256 -hmac SECRET`.
  it.each([
    ["It's a Secret to Everybody", 'Hello, World!', '757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17'],
    ['app-secret-0123456789abcdef', '{"object":"whatsapp_business_account","entry":[]}', '1f1ddaf60129a405dae511085a1277c94455b2d955e1986bf5048cac89765e87'],
    ['app-secret-0123456789abcdef', '{"t":"\\u4f60\\u597d \\ud83d\\ude00"}', '52742dd898a0361f391e62985aa51ded5b4901dfbb465f1b41129bf26fb0df1e'],
    ['app-secret-0123456789abcdef', '', 'd2f57bf883001cea4c4991b185cacf51f5390cfffd218e0e83f1cc9fbad8b023'],
  ])('takes a right signature: %s', (secret, body, hex) => {
    expect(isSigned(secret, bytes(body), `sha256=${hex}`)).toBe(true);
  });

  const right = 'sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17';
  it.each([
    ['no header', undefined],
    ['an empty one', ''],
    ['no prefix', right.slice(7)],
    ['another algorithm', right.replace('sha256', 'sha1')],
    ['upper case', right.toUpperCase()],
    ['a digit less', right.slice(0, -1)],
    ['a digit more', `${right}0`],
    ['a space', ` ${right}`],
    ['two', `${right},${right}`],
  ])('refuses %s', (_, header) => {
    expect(isSigned("It's a Secret to Everybody", bytes('Hello, World!'), header)).toBe(false);
  });

  it('takes nothing where there is no secret', () => {
    // The HMAC of an empty secret is known to everybody.
    expect(isSigned('', bytes(''), 'sha256=b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad')).toBe(false);
  });
});

describe('challengeOf', () => {
  const query = (fields: Record<string, string>) =>
    new URLSearchParams({ 'hub.mode': 'subscribe', 'hub.verify_token': 'verify-me', 'hub.challenge': '1158201444', ...fields });

  it('gives back what the provider asked with the right token', () => {
    expect(challengeOf('verify-me', query({}))).toBe('1158201444');
  });

  it.each([
    ['another token', query({ 'hub.verify_token': 'verify-mE' })],
    ['a longer token', query({ 'hub.verify_token': 'verify-me ' })],
    ['another mode', query({ 'hub.mode': 'unsubscribe' })],
    ['nothing', new URLSearchParams()],
    ['a challenge that is a page', query({ 'hub.challenge': 'x'.repeat(300) })],
  ])('gives nothing for %s', (_, asked) => {
    expect(challengeOf('verify-me', asked)).toBeNull();
  });

  it('gives nothing where no token is set', () => {
    expect(challengeOf('', query({ 'hub.verify_token': '' }))).toBeNull();
  });
});
