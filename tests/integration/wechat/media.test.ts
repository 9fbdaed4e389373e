import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { SocialMedia, SocialPush } from '#electron/channels/social-port.ts';
import { placeAllowed } from '#electron/channels/wechat/wechat-media.ts';
import { MAX_ATTACHMENT_BYTES } from '#shared/case/attachment.ts';
import { pushCall } from '#tests/fakes/wechat-calls.ts';
import { png, secretWords, USER, WechatRoom } from '#tests/integration/wechat/wechat-room.ts';

let room: WechatRoom;
beforeEach(async () => {
  room = await new WechatRoom().start();
});
afterEach(() => room.stop());

/** The file of an image that a customer sent; nothing was fetched yet. */
async function media(mediaId: string, MsgType = 'image'): Promise<SocialMedia> {
  const connection = await room.connect();
  const pushes: SocialPush[] = [];
  connection.onPush(async (push) => void pushes.push(push));
  const values = { ToUserName: 'gh_1', FromUserName: USER, CreateTime: '1796000000', MsgType, MediaId: mediaId, MsgId: '7' };
  expect(await connection.webhook(pushCall(room.account, room.time.now, values))).toMatchObject({ status: 200 });
  expect(room.server.asked).toEqual([]);
  const file = pushes[0]?.media?.[0];
  if (!file) throw new Error('no file came');
  return file;
}

const getting = (serve: (response: ServerResponse) => void) => {
  room.server.mood = (path, response) => {
    if (!path.endsWith('/media/get')) return false;
    serve(response);
    return true;
  };
};

it('a file is fetched when it is asked for, by a token of that time', async () => {
  room.server.media.set('m1', { type: 'image/jpeg', bytes: png(5_000) });
  const file = await media('m1');
  expect(Buffer.from(await file.fetch())).toEqual(Buffer.from(png(5_000)));
  room.server.revoke();
  expect((await file.fetch()).length).toBe(5_000);
  expect(room.server.tokensAsked).toBe(2);
});

it('a file of just what the desk takes is taken; one byte more is not, whether its size is told or not', async () => {
  room.server.media.set('whole', { type: 'video/mp4', bytes: new Uint8Array(MAX_ATTACHMENT_BYTES) });
  expect((await (await media('whole')).fetch()).length).toBe(MAX_ATTACHMENT_BYTES);
  await room.stop();
  room = await new WechatRoom().start();
  room.server.media.set('more', { type: 'video/mp4', bytes: new Uint8Array(MAX_ATTACHMENT_BYTES + 1) });
  await expect((await media('more')).fetch()).rejects.toThrow('more than 10485760 bytes');
});

it('a file without an end is given up at the limit, not read on', async () => {
  const file = await media('endless');
  let written = 0;
  const closed = new Promise<void>((resolve) => {
    getting((response) => {
      response.writeHead(200, { 'content-type': 'video/mp4' });
      const gone = new AbortController();
      response.on('close', () => {
        gone.abort();
        resolve();
      });
      const chunk = new Uint8Array(256 * 1024);
      void (async () => {
        while (!response.destroyed) {
          written += chunk.length;
          if (!response.write(chunk)) await once(response, 'drain', { signal: gone.signal }).catch(() => undefined);
        }
      })();
    });
  });
  await expect(file.fetch()).rejects.toThrow('more than 10485760 bytes');
  await closed;
  expect(written).toBeLessThan(4 * MAX_ATTACHMENT_BYTES);
});

it.each([
  ['a file that is gone', 'text/plain', '{"errcode":40007,"errmsg":"invalid media_id"}', '40007'],
  ['an error as JSON', 'application/json; encoding=utf-8', '{"errcode":-1,"errmsg":"system error"}', '-1'],
  ['words', 'text/html', '<html></html>', 'words and no file'],
  ['nothing', 'image/jpeg', '', 'empty'],
])('%s rejects, and says why', async (_what, type, body, why) => {
  const file = await media('m1');
  getting((response) => {
    response.writeHead(200, { 'content-type': type });
    response.end(body);
  });
  await expect(file.fetch()).rejects.toThrow(why);
  await expect(file.fetch()).rejects.not.toThrow(secretWords);
});

it('of a video there may be only an address: it is fetched there without the token, unless it is inside our network', async () => {
  const file = await media('v1', 'video');
  const asked: string[] = [];
  const point = (address: string) => {
    room.server.mood = (path, response) => {
      asked.push(`${path}${response.req.url?.includes('access_token') ? ' with token' : ''}`);
      if (path.endsWith('/stable_token')) return false;
      const video = path === '/video.mp4';
      response.writeHead(200, { 'content-type': video ? 'video/mp4' : 'text/plain' });
      response.end(video ? 'moving' : JSON.stringify({ video_url: address }));
      return true;
    };
  };
  point(`${room.account.apiBase}/video.mp4`);
  expect(Buffer.from(await file.fetch()).toString()).toBe('moving');
  expect(asked.at(-1)).toBe('/video.mp4');
  for (const inside of [
    'http://127.0.0.1:9/x',
    'http://[::1]/x',
    'http://10.1.2.3/x',
    'http://169.254.169.254/latest',
    'file:///etc/passwd',
    'http://localhost/x',
    'nonsense',
  ]) {
    point(inside);
    await expect(file.fetch(), inside).rejects.toThrow('not one to fetch from');
  }
  point(`${room.account.apiBase}/cgi-bin/media/get`);
  await expect(file.fetch()).rejects.toThrow('names another one');
});

it('a place outside may be fetched from', () => {
  const origin = 'https://api.weixin.qq.com';
  for (const outside of ['http://vweixinp.tc.qq.com/1.mp4?vkey=a', 'https://203.205.137.73/1.mp4', 'https://[2402:4e00::1]/x'])
    expect(placeAllowed(outside, origin)).toBe(true);
  for (const inside of [
    'http://192.168.1.1/',
    'http://0x7f000001/',
    'http://2130706433/',
    'http://[::ffff:127.0.0.1]/',
    'http://u:p@qq.com/',
    'ftp://qq.com/',
    'http://intranet/',
  ]) {
    expect(placeAllowed(inside, origin), inside).toBe(false);
  }
});
