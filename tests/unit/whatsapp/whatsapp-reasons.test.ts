import { describe, expect, it } from 'vitest';
import { NOT_CONNECTED } from '#electron/channels/provider-call.ts';
import { mayHaveToken } from '#electron/channels/whatsapp/whatsapp-account.ts';
import { whatsappReason } from '#electron/channels/whatsapp/whatsapp-reasons.ts';
import { mark, receiptOf } from '#electron/channels/whatsapp/whatsapp-send.ts';
import { WhatsappServer } from '#tests/fakes/whatsapp-server.ts';

describe('whatsappReason', () => {
  it.each([
    [131047, 'window-over'],
    [131026, 'not-reachable'],
    [131056, 'provider-busy'],
    [130429, 'provider-busy'],
    [429, 'provider-busy'],
    [190, 'refused-credentials'],
    [10, 'refused-credentials'],
    [200, 'refused-credentials'],
    [299, 'refused-credentials'],
    [131050, 'blocked-by-customer'],
    [131031, 'account-restricted'],
    [131053, 'file-refused'],
    [132001, 'template-unknown'],
    [132000, 'template-parameters'],
    [100, 'not-accepted'],
    [NOT_CONNECTED, 'unreachable'],
    [-999, null],
    [300, null],
    [999999, null],
  ])('%d is %s', (code, reason) => {
    expect(whatsappReason(code)).toBe(reason);
  });
});

describe('mayHaveToken', () => {
  const account = new WhatsappServer().account({ apiBase: 'https://graph.facebook.com/v23.0' });
  it.each(['https://graph.facebook.com/v23.0/1', 'https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=1'])('shows it to %s', (url) => {
    expect(mayHaveToken(account, new URL(url))).toBe(true);
  });

  it.each([
    'http://graph.facebook.com/v23.0/1',
    'http://lookaside.fbsbx.com/x',
    'https://lookaside.fbsbx.com:8443/x',
    'https://lookaside.fbsbx.com.evil.test/x',
    'https://evil.test/lookaside.fbsbx.com',
    'https://lookaside.fbsbx.com@evil.test/x',
    'https://user:pass@lookaside.fbsbx.com/x',
    'https://xlookaside.fbsbx.com/x',
    'http://127.0.0.1/x',
    'http://169.254.169.254/latest',
    'file:///etc/passwd',
  ])('hides it from %s', (url) => {
    expect(mayHaveToken(account, new URL(url))).toBe(false);
  });

  it('knows the hosts that an operator named, and those alone', () => {
    const own = { ...account, mediaHosts: ['media.partner.test'] };
    expect(mayHaveToken(own, new URL('https://media.partner.test/x'))).toBe(true);
    expect(mayHaveToken(own, new URL('https://lookaside.fbsbx.com/x'))).toBe(false);
  });
});

describe('receiptOf', () => {
  const status = (state: string, data: string, code?: number) => ({
    status: state,
    biz_opaque_callback_data: data,
    ...(code === undefined ? {} : { errors: [{ code }] }),
  });
  const one = { clientId: 'm1', user: 'US.1', place: { kind: 'private' } };

  it.each([
    ['delivered', mark('m1', 1, 1, 'US.1'), { ...one, state: 'delivered' }],
    ['read', mark('m1', 1, 1, 'US.1'), { ...one, state: 'read' }],
    ['delivered', mark('m1', 3, 3, 'US.1'), { ...one, state: 'delivered' }],
    ['delivered', mark('m1', 2, 3, 'US.1'), null],
    ['sent', mark('m1', 1, 1, 'US.1'), null],
    ['deleted', mark('m1', 1, 1, 'US.1'), null],
    ['delivered', '', null],
    ['delivered', 'a campaign of somebody else', null],
    ['delivered', 'm1 1/1', null],
  ])('%s with %j is %j', (state, data, receipt) => {
    expect(receiptOf(status(state, data))).toEqual(receipt);
  });

  it.each([
    [131047, 'window-over'],
    [131026, 'not-reachable'],
    [999_999, 'code-999999'],
    [undefined, 'provider-error'],
  ])('tells a failure of any part, code %s, as %s', (code, reason) => {
    expect(receiptOf(status('failed', mark('m1', 1, 2, 'US.1'), code))).toEqual({ ...one, state: 'failed', reason });
  });
});
