import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defaultReplyRules } from '#shared/case/reply-rules.ts';
import { HOUR } from '#shared/lib/time.ts';
import { Bench, type Tab } from '#tests/contract/bench-kit.ts';
import { memory } from '#tests/contract/transports.ts';
import { FakePlatform } from '#tests/fakes/fake-platform.ts';
import { goodToken } from '#tests/fakes/fake-social-connection.ts';

describe('A message that a platform brings late', () => {
  const platform = new FakePlatform();
  const bench = new Bench(memory);
  let admin: Tab;

  beforeAll(async () => {
    await platform.start();
    await bench.start();
    admin = await bench.tab('administrator-zhou');
    const values = { phoneNumberId: '1064', accessToken: goodToken(1), appSecret: 'a', verifyToken: 'v', apiBase: platform.url };
    await admin.client.channels.save({ account: { channel: 'whatsapp', id: 'late', name: 'WhatsApp', values }, isNew: true });
  });
  afterAll(async () => {
    await bench.stop();
    await platform.stop();
  });

  let made = 0;
  const came = async (user: string, text: string, at: number) => {
    made += 1;
    const push = { msgId: `m${made}`, user, nickname: user, text, place: { kind: 'private' }, at };
    const answer = await fetch(`${bench.host.chatUrl}hooks/late`, { method: 'POST', headers: { 'x-token': goodToken(1) }, body: JSON.stringify({ push }) });
    expect(answer.status).toBe(200);
    const { rows } = await admin.client.inbox.page({ view: 'all', sort: { by: 'openedAt', descending: true }, offset: 0, limit: 20 });
    const row = rows.find(({ preview }) => preview === text);
    if (!row) throw new Error(`no case of ${text}`);
    return row;
  };
  const window = defaultReplyRules.whatsapp.windowMs ?? 0;

  it('has its window from when it was written: after 25 hours it is over, and nothing free may go out', async () => {
    const at = Date.now() - 25 * HOUR;
    const row = await came('8613800138001', 'I wrote yesterday', at);
    expect(row.windowFrom).toBe(at);
    expect(at + window).toBeLessThan(Date.now());
    const refused = await admin.act(row.id, { type: 'reply', text: 'Hello', attachments: [] }).then(
      () => null,
      (cause: unknown) => JSON.stringify((cause as { readonly data?: unknown }).data ?? String(cause)),
    );
    expect(refused).toContain('window-closed');
    const { events } = await admin.client.cases.read({ caseId: row.id, after: 0 });
    const received = events.find(({ type }) => type === 'message.received');
    // The order of the log stays that in which things came.
    expect(received?.at).toBeGreaterThan(at + 24 * HOUR);
    expect(received).toMatchObject({ body: { wroteAt: at } });
  });

  it('takes nothing from what is known to be newer, and a platform’s clock that runs ahead gives nothing', async () => {
    const user = '8613800138002';
    const first = await came(user, 'Just now', Date.now() + HOUR);
    expect(first.windowFrom).toBeLessThanOrEqual(Date.now());
    const later = await came(user, 'From the day before', Date.now() - 20 * HOUR);
    expect(later.id).toBe(first.id);
    expect(later.windowFrom).toBe(first.windowFrom);
  });
});
