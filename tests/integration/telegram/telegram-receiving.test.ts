import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TelegramOptions } from '#electron/channels/telegram/telegram-connection.ts';
import { type CameIn, jsonOf } from '#tests/fakes/provider-http.ts';
import { TelegramServer, telegramMessage } from '#tests/fakes/telegram-server.ts';
import { gatewayOf, NOW } from '#tests/integration/telegram/telegram-kit.ts';

const server = new TelegramServer();
let stops: (() => Promise<void>)[] = [];

function gateway(more: Partial<TelegramOptions> = {}) {
  const made = gatewayOf(server.account(), more);
  stops.push(() => made.connection.stop());
  return made;
}

const asks = ({ path }: CameIn): boolean => path.endsWith('/getUpdates');
const offsets = (): unknown[] => server.came.filter(asks).map((came) => jsonOf(came).offset);
const asked = (count: number): Promise<readonly CameIn[]> => server.until(asks, count);
const isPause = (ms: number): boolean => ms <= 30_000 && ms !== 20_000;

beforeEach(async () => {
  server.clear();
  stops = [];
  await server.start();
});

afterEach(async () => {
  for (const stop of stops) await stop();
  await server.stop();
});

describe('what customers write', () => {
  it('comes in by asking, each once, and is confirmed by the next asking', async () => {
    const { connection, pushes, until } = gateway();
    await connection.start();
    await asked(2);
    expect(connection.state().state).toBe('connected');
    const id = server.push({ message: telegramMessage({ text: '我的转账没有到账' }) });
    await until(() => pushes.length === 1);
    await asked(3);
    expect(pushes).toEqual([
      {
        msgId: '5550001:77:7',
        user: '77',
        nickname: '小明 🐉',
        text: '我的转账没有到账',
        place: { kind: 'private' },
        at: 1_789_999_900_000,
        language: 'zh-CN',
      },
    ]);
    expect(offsets()).toEqual([undefined, undefined, id + 1]);
    expect(server.unconfirmed).toBe(0);
    const asking = server.came.filter(asks).map(jsonOf);
    expect(asking.map(({ timeout }) => timeout)).toEqual([0, 50, 50]);
    expect(asking[0]).toMatchObject({ allowed_updates: ['message', 'edited_message'] });
    expect(connection.state()).toEqual({ state: 'connected', lastMessageAt: NOW, fault: null });
    expect(connection.webhook).toBeNull();
  });

  it('waits there while no gateway asks, and comes in its order', async () => {
    for (const text of ['one', 'two', 'three'])
      server.push({ message: telegramMessage({ text, message_id: text.length, from: { id: 77, first_name: 'Li', language_code: 'en-GB' } }) });
    const { connection, pushes, until } = gateway();
    await connection.start();
    await until(() => pushes.length === 3);
    expect(pushes.map(({ text, language }) => [text, language])).toEqual([
      ['one', 'en'],
      ['two', 'en'],
      ['three', 'en'],
    ]);
  });

  it('is confirmed only when all of the batch is with the desk, and comes again until then', async () => {
    const { connection, pushes, desk, timers, until, fault } = gateway();
    desk.refuses = ({ text }) => text === 'two';
    const ids = ['one', 'two', 'three'].map((text, index) => server.push({ message: telegramMessage({ text, message_id: index + 1 }) }));
    await connection.start();
    await until(() => fault() === 'not-handed-over');
    // What stands behind it has not overtaken it.
    expect(pushes.map(({ text }) => text)).toEqual(['one']);
    expect(server.unconfirmed).toBe(3);
    desk.refuses = () => false;
    expect(await timers.goOff(isPause)).toBe(500);
    await until(() => pushes.length === 4 && fault() === undefined);
    await asked(3);
    expect(pushes.map(({ msgId }) => msgId)).toEqual(['5550001:77:1', '5550001:77:1', '5550001:77:2', '5550001:77:3']);
    expect(offsets()).toEqual([undefined, undefined, (ids[2] ?? 0) + 1]);
    expect(server.unconfirmed).toBe(0);
  });

  it('comes again at another gateway when one ends before it confirmed, under the same id', async () => {
    const first = gateway();
    let taken: () => void = () => undefined;
    const taking = new Promise<void>((resolve) => {
      taken = resolve;
    });
    first.connection.onPush(async () => taken());
    await first.connection.start();
    server.push({ message: telegramMessage({ text: 'once' }) });
    await taking;
    await first.connection.stop();
    const second = gateway();
    await second.connection.start();
    await second.until(() => second.pushes.length === 1 || server.unconfirmed === 0);
    for (const { msgId } of second.pushes) expect(msgId).toBe(first.pushes[0]?.msgId);
    expect(first.pushes).toHaveLength(1);
  });

  it('is new words when it is edited, once for each edit', async () => {
    const { connection, pushes, until } = gateway();
    await connection.start();
    server.push({ message: telegramMessage({ text: 'fifty' }) });
    const edit = server.push({ edited_message: telegramMessage({ text: 'fifteen', edit_date: 1_789_999_950 }) });
    await until(() => pushes.length === 2);
    expect(pushes[1]).toMatchObject({ msgId: `5550001:77:7:${edit}`, text: '✏️ fifteen', at: 1_789_999_950_000 });
  });

  it('is left alone in groups, with a note, and in nonsense, which is told; the rest comes', async () => {
    const { connection, pushes, logger, until } = gateway();
    server.push({ message: telegramMessage({ chat: { id: -9, type: 'group' }, text: 'hi all' }) });
    server.push({ message: { nonsense: true } });
    server.pushRaw([{ nonsense: true }]);
    server.push({ message: telegramMessage({ text: 'me' }) });
    await connection.start();
    await until(() => pushes.length === 1);
    await asked(2);
    expect(pushes.map(({ text }) => text)).toEqual(['me']);
    expect(logger.lines).toContainEqual({ level: 'info', message: 'take: ignored', fields: { why: 'not private' } });
    expect(connection.state()).toMatchObject({ state: 'connected', fault: { code: 'bad-message' } });
  });

  it('is not asked for at once for ever when there is nothing but nonsense', async () => {
    const { connection, timers, until, fault } = gateway();
    server.pushRaw([{ nonsense: true }]);
    await connection.start();
    await until(() => fault() === 'bad-message');
    expect(await timers.goOff(isPause)).toBe(500);
    expect(await timers.goOff(isPause)).toBe(1_000);
  });

  it('has files that are fetched when the desk asks', async () => {
    const { connection, pushes, until } = gateway();
    server.files.set('AgAC', { path: 'photos/file_1.jpg', bytes: Buffer.from('a picture') });
    await connection.start();
    server.push({ message: telegramMessage({ photo: [{ file_id: 'AgAC', width: 9, height: 9 }], caption: 'See' }) });
    server.push({ message: telegramMessage({ document: { file_id: 'gone' } }) });
    server.push({ message: telegramMessage({ document: { file_id: 'big', file_size: 11 * 1024 * 1024 } }) });
    await until(() => pushes.length === 3);
    const [picture, gone, big] = pushes.map(({ media }) => media?.[0]);
    if (!picture || !gone || !big) throw new Error('no files');
    expect(server.came.some(({ path }) => path.includes('/file/'))).toBe(false);
    expect(Buffer.from(await picture.fetch()).toString()).toBe('a picture');
    await expect(gone.fetch()).rejects.toThrow('no more (400)');
    await expect(big.fetch()).rejects.toThrow('larger than the desk takes');
    for (const path of ['../../etc/passwd', 'photos/../../x', 'http://evil.test/x', '']) {
      server.files.set('AgAC', { path, bytes: Buffer.from('x') });
      await expect(picture.fetch()).rejects.toThrow('no path');
    }
    server.files.set('AgAC', { path: 'photos/file_1.jpg', bytes: new Uint8Array(10 * 1024 * 1024 + 1) });
    await expect(picture.fetch()).rejects.toThrow('FILE_TOO_BIG');
  });
});

describe('asking', () => {
  it('backs off while Telegram is broken, from half a second to half a minute, and goes on when it is well', async () => {
    const { connection, timers, pushes, until, fault } = gateway();
    server.feeling = 'broken';
    await connection.start();
    const pauses: number[] = [];
    for (let count = 0; count < 8; count++) pauses.push(await timers.goOff(isPause));
    expect(pauses).toEqual([500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
    expect(connection.state()).toMatchObject({ state: 'fault', fault: { code: 'provider-error' } });
    // The asking that the last pause led to is on its way.
    server.feeling = 'well';
    server.push({ message: telegramMessage({ text: 'hello' }) });
    await until(() => pushes.length === 1 && fault() === undefined);
    server.feeling = 'nonsense';
    server.push({ message: telegramMessage({ text: 'again', message_id: 8 }) });
    // From the start again.
    expect(await timers.goOff(isPause)).toBe(500);
  });

  it('tells nonsense and an empty line apart', async () => {
    const { connection, until, fault } = gateway();
    server.feeling = 'nonsense';
    await connection.start();
    await until(() => fault() === 'bad-answer');
    await connection.stop();
    await server.stop();
    const away = gateway();
    await away.connection.start();
    await away.until(() => away.fault() === 'unreachable');
  });

  it('gives an answer that never comes up, and asks again', async () => {
    const { connection, timers, until, fault } = gateway();
    await connection.start();
    await asked(2);
    // Longer than Telegram itself holds an empty answer back.
    expect(await timers.goOff((ms) => ms > 50_000)).toBe(65_000);
    await until(() => fault() === 'unreachable');
  });

  it('waits as long as Telegram says', async () => {
    const { connection, timers, until, fault } = gateway();
    server.refuseNext('getUpdates', 429, 'Too Many Requests: retry after 17', { retry_after: 17 });
    await connection.start();
    await until(() => fault() === 'rate-limited');
    expect(await timers.goOff(isPause)).toBe(17_000);
    await until(() => connection.state().state === 'connected');
  });

  it('says that the token is refused, without the token', async () => {
    const { connection, logger, until, fault } = gateway({ account: server.account({ botToken: '666:AAwrong-token' }) });
    await connection.start();
    await until(() => fault() === 'refused-credentials');
    expect(JSON.stringify([logger.lines, connection.state()])).not.toContain('AAwrong');
  });

  it('says when the bot has a webhook', async () => {
    const { connection, until, fault } = gateway();
    server.refuseNext('getUpdates', 409, "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first");
    await connection.start();
    await until(() => fault() === 'provider-error');
    expect(connection.state().fault?.detail).toContain('webhook');
  });

  it('takes turns with another gateway that asks for the same bot, and loses nothing', async () => {
    const [first, second] = [gateway(), gateway()];
    await first.connection.start();
    await asked(2);
    await second.connection.start();
    await first.until(() => first.fault() === 'provider-error');
    await asked(4);
    expect(first.connection.state().fault?.detail).toContain('only one may');
    server.push({ message: telegramMessage({ text: 'to the second', message_id: 1 }) });
    await second.until(() => second.pushes.length === 1);
    await asked(5);
    await first.timers.goOff(isPause);
    await second.until(() => second.fault() === 'provider-error');
    server.push({ message: telegramMessage({ text: 'to the first', message_id: 2 }) });
    await first.until(() => first.pushes.length === 1 && first.fault() === undefined);
    expect([...second.pushes, ...first.pushes].map(({ text }) => text)).toEqual(['to the second', 'to the first']);
  });

  it('asks only when it may', async () => {
    const may = { poll: false };
    const asking = gateway({ mayPoll: async () => may.poll });
    await asking.connection.start();
    expect(await asking.timers.goOff(() => true)).toBe(5_000);
    expect(await asking.timers.goOff(() => true)).toBe(5_000);
    expect(server.came).toHaveLength(0);
    expect(asking.connection.state()).toMatchObject({ state: 'waiting', fault: null });
    may.poll = true;
    await asking.timers.goOff((ms) => ms === 5_000);
    await asked(2);
    // Whoever cannot say is not asked to poll.
    const unsure = gateway({ mayPoll: () => Promise.reject(new Error('no lease')) });
    await unsure.connection.start();
    expect(await unsure.timers.goOff(() => true)).toBe(5_000);
    expect(server.came.filter(asks)).toHaveLength(2);
  });

  it('ends at once when it is stopped, while it asks and while it waits', async () => {
    const one = gateway();
    await one.connection.start();
    await asked(2);
    await one.connection.stop();
    expect(one.connection.state().state).toBe('off');
    expect(one.timers.lengths).toEqual([]);
    server.feeling = 'broken';
    const other = gateway();
    await other.connection.start();
    await other.until(() => other.fault() === 'provider-error');
    await other.connection.stop();
    expect(other.timers.lengths).toEqual([]);
    expect(server.came.filter(asks)).toHaveLength(3);
  });
});
