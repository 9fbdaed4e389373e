import { afterAll, beforeAll, expect, it } from 'vitest';
import type { AccountWish } from '#shared/desk/account-form.ts';
import type { Bench } from '#tests/contract/bench-kit.ts';
import { firstFrame, frameThat, refusal } from '#tests/contract/console-tab-kit.ts';
import { FakePlatform } from '#tests/fakes/fake-platform.ts';
import { goodToken } from '#tests/fakes/fake-social-connection.ts';

/** The desk's accounts at providers: kept, tried, switched and removed by administrators; secrets go in and never come out. */
export function channelRules(bench: Bench): void {
  const platform = new FakePlatform();
  beforeAll(() => platform.start());
  afterAll(() => platform.stop());

  const wish = (botToken: string): AccountWish => ({
    channel: 'telegram',
    id: 'bot-1',
    name: 'Our bot',
    values: { botToken, apiBase: platform.url },
  });
  const one = { id: 'bot-1' };

  it('channels.save: faults come with their places and change nothing', async () => {
    const { client } = await bench.tab('administrator-zhou');
    const refused = await refusal(client.channels.save({ account: { ...wish('none'), name: '' }, isNew: true }));
    expect(refused).toMatchObject({
      code: 'ACCOUNT_FAULTY',
      data: {
        faults: [
          { path: 'name', fault: 'missing' },
          { path: 'botToken', fault: 'bad-form' },
        ],
      },
    });
    expect((await firstFrame(await client.channels.follow())).accounts).toEqual([]);
    const elsewhere: AccountWish = { channel: 'weibo', id: 'w', name: 'x', values: {} };
    expect(await refusal(client.channels.save({ account: elsewhere, isNew: true }))).toMatchObject({
      data: { faults: [{ path: 'channel', fault: 'not-here' }] },
    });
    expect(await refusal(client.channels.save({ account: wish(goodToken(1)), isNew: false }))).toMatchObject({
      data: { faults: [{ path: 'id', fault: 'not-here' }] },
    });
  });

  it('channels: an account is kept and connected; its secret is told as set, and stays where it is left empty', async () => {
    const { client } = await bench.tab('administrator-zhou');
    await client.channels.save({ account: wish(goodToken(1)), isNew: true });
    const frame = await firstFrame(await client.channels.follow());
    expect(frame).toMatchObject({
      offered: ['whatsapp', 'telegram', 'email'],
      accounts: [{ id: 'bot-1', on: true, set: ['botToken'], values: { apiBase: platform.url }, connection: { state: 'waiting' } }],
    });
    expect(frame.accounts[0]?.webhook).toBe(`${bench.host.chatUrl}hooks/bot-1`);
    expect(JSON.stringify(frame)).not.toContain('good-token');
    expect(await client.channels.check(one)).toEqual({ ok: true, as: '@desk_1' });
    await client.channels.save({ account: { ...wish(''), name: 'The bot' }, isNew: false });
    expect((await firstFrame(await client.channels.follow())).accounts[0]?.name).toBe('The bot');
    expect(await client.channels.check(one)).toEqual({ ok: true, as: '@desk_1' });
    expect(await refusal(client.channels.save({ account: wish(goodToken(1)), isNew: true }))).toMatchObject({
      data: { faults: [{ path: 'id', fault: 'taken' }] },
    });
  });

  it('channels.check: a wrong secret and a provider that is away are told apart', async () => {
    const { client } = await bench.tab('administrator-zhou');
    await client.channels.save({ account: wish('1:bad-token-of-the-fake-platform'), isNew: false });
    expect(await client.channels.check(one)).toMatchObject({ ok: false, code: 'refused-credentials' });
    await frameThat(await client.channels.follow(), ({ accounts }) => accounts[0]?.connection.fault?.code === 'refused-credentials');
    await platform.stop();
    expect(await client.channels.check(one)).toMatchObject({ ok: false, code: 'unreachable' });
    await platform.start();
  });

  it('channels.savePublicUrl: the address for providers is under it', async () => {
    const { client } = await bench.tab('administrator-zhou');
    expect(await refusal(client.channels.savePublicUrl({ publicUrl: 'ftp://desk.example' }))).toMatchObject({ data: { faults: [{ path: 'publicUrl' }] } });
    await client.channels.savePublicUrl({ publicUrl: 'https://desk.example/' });
    expect(await firstFrame(await client.channels.follow())).toMatchObject({
      publicUrl: 'https://desk.example',
      accounts: [{ webhook: 'https://desk.example/hooks/bot-1' }],
    });
    await client.channels.savePublicUrl({ publicUrl: null });
  });

  it('channels.switch and remove: off is off, and everything is on record without a secret', async () => {
    const { client } = await bench.tab('administrator-zhou');
    await client.channels.switch({ ...one, on: false });
    await frameThat(await client.channels.follow(), ({ accounts }) => accounts[0]?.connection.state === 'off');
    expect(await refusal(client.channels.check(one))).toMatchObject({ code: 'NOT_FOUND' });
    await client.channels.remove(one);
    expect((await firstFrame(await client.channels.follow())).accounts).toEqual([]);
    expect(await refusal(client.channels.remove(one))).toMatchObject({ code: 'NOT_FOUND' });
    expect(await refusal(client.channels.switch({ ...one, on: true }))).toMatchObject({ code: 'NOT_FOUND' });
    const { entries } = await client.audit.page({ actor: 'administrator-zhou', customer: null, kind: null, before: null, limit: 50 });
    const kinds = entries.map(({ kind }) => kind).filter((kind) => kind.startsWith('channel.'));
    expect(new Set(kinds)).toEqual(new Set(['channel.saved', 'channel.removed', 'channel.switched', 'channel.addressSaved', 'channel.checked']));
    expect(JSON.stringify(entries)).not.toContain('good-token');
  });
}
