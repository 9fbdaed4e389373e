import { describe, expect, it } from 'vitest';
import { FILES_NOT_TAKEN, NO_SUCH_PLACE, NOT_CONNECTED, TOO_LONG } from '#electron/channels/provider-call.ts';
import { readPlace, readWeiboCall, readWeiboDate } from '#electron/channels/weibo/read-weibo-call.ts';
import { limitsOf, mediaBaseOf, messageBaseOf } from '#electron/channels/weibo/weibo-account.ts';
import { weiboReason } from '#electron/channels/weibo/weibo-reasons.ts';
import { weiboCall, weiboContents, weiboDate } from '#tests/fakes/weibo-calls.ts';
import { WeiboServer } from '#tests/fakes/weibo-server.ts';

const NOW = 1_790_000_000_000;
const account = new WeiboServer().account({ apiBase: 'https://api.weibo.com' });
const read = (push: Readonly<Record<string, unknown>>) => readWeiboCall(weiboCall(account, push, NOW, '1').body, account.uid);

describe('readWeiboDate', () => {
  it.each([
    ['Mon Jul 16 18:09:20 +0800 2012', '2012-07-16T10:09:20Z'],
    ['Wed Jun 01 00:50:25 +0800 2011', '2011-05-31T16:50:25Z'],
    ['Mon Jul 16 18:09:20 -0330 2012', '2012-07-16T21:39:20Z'],
    [weiboDate(NOW), new Date(NOW).toISOString()],
  ])('%s is %s', (text, iso) => {
    expect(readWeiboDate(text)).toBe(Date.parse(iso));
  });

  it.each(['', 'now', '2012-07-16T18:09:20Z', 'Mon Foo 16 18:09:20 +0800 2012', 'Mon Jul 16 18:09:20 CST 2012'])('%j is none', (text) => {
    expect(readWeiboDate(text)).toBeNull();
  });
});

describe('readWeiboCall', () => {
  it.each([
    [{ text: '你好 👩‍👩‍👧 \u202bשלום' }, { place: 'private', text: '你好 👩‍👩‍👧 \u202bשלום', file: null }],
    [
      { type: 'image', text: '发了一张图片', data: { vfid: 1, tovfid: 2 } },
      { place: 'private', text: '发了一张图片', file: { kind: 'image', fid: '2' } },
    ],
    [
      { type: 'voice', text: '发了一个语音消息', data: '{"vfid":"1","tovfid":"2"}' },
      { place: 'private', file: { kind: 'voice', fid: '2' } },
    ],
    [
      { type: 'position', text: '发送了一个位置', data: { longitude: '116.3', latitude: '39.9' } },
      { place: 'private', text: '📍 39.9, 116.3\n发送了一个位置', file: null },
    ],
    [
      { type: 'mention', text: '@us help', data: { subtype: 'status', key: '3700057402482222' } },
      { place: 'comment', text: '@us help', comment: 'post.3700057402482222' },
    ],
    [
      { type: 'mention', text: '@us help', data: { subtype: 'comment', key: 3700057402489999 } },
      { place: 'comment', comment: '3700057402489999' },
    ],
    [
      { type: 'comment', text: 'help', data: { comment_id: '37' } },
      { place: 'comment', comment: '37' },
    ],
    [
      { type: 'something-new', text: 'words all the same' },
      { place: 'private', text: 'words all the same', file: null },
    ],
  ])('%j reads %j', (push, content) => {
    expect(read(push)).toMatchObject({ kind: 'message', user: '2489518277', at: NOW - 5_000, content });
  });

  it.each([
    [
      { type: 'event', text: '关注事件消息', data: { subtype: 'follow' } },
      { kind: 'ignored', why: 'follow' },
    ],
    [
      { type: 'mention', sender_id: 1902538057, text: 'us', data: { subtype: 'status', key: '1' } },
      { kind: 'ignored', why: 'our own' },
    ],
    [{ text: '  ' }, { kind: 'ignored' }],
    [{ type: 'mention', text: 'x', data: { subtype: 'status', key: 'a:b' } }, { kind: 'bad' }],
    [{ type: 'mention', text: 'x', data: null }, { kind: 'bad' }],
    [{ created_at: 'soon', text: 'my card is 6222' }, { kind: 'bad' }],
    [{ sender_id: 'somebody', text: 'my card is 6222' }, { kind: 'bad' }],
    [
      { receiver_id: 5, text: 'my card is 6222' },
      { kind: 'bad', detail: expect.stringContaining('another account') },
    ],
  ])('%j is %j', (push, expected) => {
    const call = read(push);
    expect(call).toMatchObject(expected);
    expect(JSON.stringify(call)).not.toContain('6222');
  });

  it.each(['', '{', 'null', '[]', '"x"', '<xml/>'])('is not upset by %j', (text) => {
    expect(readWeiboCall(Buffer.from(text), account.uid)).toMatchObject({ kind: 'bad' });
  });

  it('tells messages apart by all that Weibo says of them, and a repeat from none', () => {
    const idOf = (push: Readonly<Record<string, unknown>>) => {
      const call = read(push);
      return call.kind === 'message' ? call.msgId : call.kind;
    };
    const one = { text: 'hello' };
    expect(idOf(one)).toBe(idOf(one));
    const others = [
      { text: 'hello!' },
      { ...one, sender_id: 2489518278 },
      { ...one, created_at: weiboDate(NOW) },
      { ...one, type: 'something' },
      { ...one, id: 7 },
    ];
    expect(new Set([one, ...others].map(idOf)).size).toBe(6);
  });

  it('reads every kind that the bench sends', () => {
    for (const content of weiboContents) expect(read(content).kind).toBe('message');
  });
});

describe('a place among comments', () => {
  it.each([
    ['37', { comment: '37' }],
    ['post.38', { post: '38' }],
    ['post.', null],
    ['a', null],
    ['', null],
    ['37&cid=1', null],
  ])('%j is %j', (comment, place) => {
    expect(readPlace(comment)).toEqual(place);
  });
});

describe('an account', () => {
  it('has Weibo’s own addresses and lengths, or those an operator set', () => {
    expect([messageBaseOf(account), mediaBaseOf(account), limitsOf(account)]).toEqual([
      'https://m.api.weibo.com',
      'https://upload.api.weibo.com',
      { message: 300, comment: 140 },
    ]);
    const own = { ...account, apiBase: 'https://proxy.test' };
    expect([messageBaseOf(own), mediaBaseOf(own)]).toEqual(['https://proxy.test', 'https://proxy.test']);
    expect(messageBaseOf({ ...own, messageBase: 'https://m.proxy.test' })).toBe('https://m.proxy.test');
  });
});

describe('weiboReason', () => {
  it.each([
    [10023, 'provider-busy'],
    [10024, 'provider-busy'],
    [20012, 'too-long'],
    [20019, 'repeated'],
    [20101, 'comment-gone'],
    [20201, 'comment-gone'],
    [20206, 'blocked-by-customer'],
    [20301, 'window-over'],
    [21327, 'refused-credentials'],
    [21332, 'refused-credentials'],
    [20021, 'content-refused'],
    [NOT_CONNECTED, 'unreachable'],
    [TOO_LONG, 'too-long'],
    [FILES_NOT_TAKEN, 'files-not-taken'],
    [NO_SUCH_PLACE, 'comment-gone'],
    [99_999, null],
  ])('%d is %s', (code, reason) => {
    expect(weiboReason(code)).toBe(reason);
  });
});
