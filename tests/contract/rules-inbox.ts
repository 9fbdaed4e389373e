import { expect, it } from 'vitest';
import type { InboxRow } from '#shared/case/inbox-row.ts';
import { inboxView } from '#shared/case/inbox-row.ts';
import type { Bench } from '#tests/contract/bench-kit.ts';
import { type Console, frameThat } from '#tests/contract/console-tab-kit.ts';

const newest = { by: 'activeAt', descending: true } as const;

/** A view read in pages of a size that does not divide it. */
async function whole(client: Console, view: (typeof inboxView.options)[number]): Promise<InboxRow[]> {
  const rows: InboxRow[] = [];
  for (;;) {
    const page = await client.inbox.page({ view, sort: newest, offset: rows.length, limit: 37 });
    rows.push(...page.rows);
    if (rows.length >= page.total) return rows;
  }
}

/** A person's lists and what is found in them. */
export function inboxRules(bench: Bench): void {
  it('inbox.page and inbox.counts agree in every view, page by page, without a gap or a double', async () => {
    const { client } = await bench.tab('agent-lin');
    const counts = await client.inbox.counts();
    for (const view of inboxView.options) {
      const rows = await whole(client, view);
      expect(rows.length, view).toBe(counts[view]);
      expect(new Set(rows.map(({ id }) => id)).size, view).toBe(rows.length);
      expect(
        rows.map(({ activeAt }) => activeAt),
        view,
      ).toEqual(rows.map(({ activeAt }) => activeAt).sort((a, b) => b - a));
    }
    expect(counts.active).toBeGreaterThan(10);
    expect(counts.resolved).toBeGreaterThan(300);
  });

  it('inbox: an agent sees the queues they serve, a supervisor sees them all', async () => {
    const [sari, he] = [await bench.tab('agent-sari'), await bench.tab('supervisor-he')];
    const serves = new Set((await sari.client.session.me())?.person.queues);
    const seen = await whole(sari.client, 'all');
    expect(seen.every((row) => serves.has(row.queue) || row.owner === 'agent-sari' || row.intendedFor === 'agent-sari')).toBe(true);
    expect(seen.length).toBeLessThan((await he.client.inbox.counts()).all);
    const { rows } = await he.client.inbox.page({ view: 'all', sort: newest, offset: 0, limit: 500 });
    expect(new Set(rows.map(({ queue }) => queue)).size).toBeGreaterThan(serves.size);
  });

  it('inbox.follow begins with the counts, then tells of each case that begins to wait', async () => {
    const { client } = await bench.tab('agent-lin');
    const frames = await client.inbox.follow();
    const before = await client.inbox.counts();
    expect((await frames.next()).value).toEqual({ rows: [], gone: [], anew: true, arrived: [], counts: before });
    const { caseId } = await bench.newCase();
    const frame = await frameThat(frames, ({ arrived }) => arrived.includes(caseId));
    expect(frame.rows.find(({ id }) => id === caseId)).toMatchObject({ status: 'waiting', unread: 1, queue: 'top-up' });
    expect(frame.counts.active).toBe(before.active + 1);
    await frames.return?.();
  });

  it('inbox.follow tells nobody of a case in queues that they do not serve', async () => {
    const { client } = await bench.tab('agent-sari');
    const frames = await client.inbox.follow();
    await frames.next();
    const foreign = await bench.newCase('top up missing');
    const own = await bench.newCase('i forgot my password');
    const told: string[] = [];
    await frameThat(frames, ({ rows }) => {
      told.push(...rows.map(({ id }) => id));
      return told.includes(own.caseId);
    });
    expect(told).not.toContain(foreign.caseId);
    await frames.return?.();
  });

  it('search.query finds words, Chinese in the middle of a sentence, and only what the person may see', async () => {
    const [lin, sari] = [await bench.tab('agent-lin'), await bench.tab('agent-sari')];
    const { caseId } = await bench.newCase('昨天充值二百块银行扣款成功钱包没到账');
    const find = async (client: Console, text: string) => (await client.search.query({ text, limit: 20 })).map(({ row }) => row.id);
    expect(await find(lin.client, '扣款成功')).toEqual([caseId]);
    expect(await find(lin.client, '成功扣款')).not.toContain(caseId);
    expect(await find(sari.client, '扣款成功')).toEqual([]);
    const [hit] = await lin.client.search.query({ text: '扣款成功', limit: 1 });
    expect(hit?.excerpt).toContain('扣款成功');
  });

  it('search.query shows where the words stand, and meets them with operators in both languages', async () => {
    const [lin, sari] = [await bench.tab('agent-lin'), await bench.tab('agent-sari')];
    const { caseId } = await bench.newCase('昨天充值三百二十块，ＴＩＣＫＥＴ１７７还没到账');
    const hits = async (client: Console, text: string) => client.search.query({ text, limit: 20, timeZone: 'Asia/Shanghai' });
    const [hit] = await hits(lin.client, 'ticket177 还没');
    expect(hit?.marks.map(({ at, length }) => hit.excerpt.slice(at, at + length))).toEqual(['ＴＩＣＫＥＴ１７７还没']);
    for (const text of [
      'ticket177 queue:top-up from:customer after:today',
      'ticket177 队列:充值 来自：客户 -status:closed',
      '"ticket177还没" 渠道：在线会话',
    ]) {
      expect(
        (await hits(lin.client, text)).map(({ row, entry }) => [row.id, entry === hit?.entry]),
        text,
      ).toEqual([[caseId, true]]);
      expect(await hits(sari.client, text), text).toEqual([]);
    }
    for (const text of ['ticket177 before:today', 'ticket177 from:me', 'ticket177 -channel:chat']) expect(await hits(lin.client, text), text).toEqual([]);
  });

  it('search.query says what a hit is of that is no message, and tells the newest time first', async () => {
    const { client } = await bench.tab('supervisor-he');
    const [one, other] = [await bench.newCase('the oboe squeaks'), await bench.newCase('the oboe is silent')];
    const hits = await client.search.query({ text: 'oboe', limit: 20 });
    expect(hits.map(({ row, field }) => [row.id, field])).toEqual([
      [other.caseId, null],
      [one.caseId, null],
    ]);
    expect(await client.search.query({ text: one.caseId, limit: 20 })).toMatchObject([{ row: { id: one.caseId }, entry: null, field: 'number' }]);
    expect(await client.search.query({ text: one.caseId.slice(-12), limit: 20 })).toEqual([]);
    const times = (await client.search.query({ text: 'status:waiting', limit: 50 })).map(({ at }) => at);
    expect(times).toEqual(times.toSorted((a, b) => b - a));
  });

  it('search.query refuses a bad operator, with its place', async () => {
    const { client } = await bench.tab('agent-lin');
    await expect(client.search.query({ text: 'refund queue:nowhere after:soon', limit: 5 })).rejects.toMatchObject({
      code: 'SEARCH_REFUSED',
      data: {
        faults: [
          { code: 'value-unknown', operator: 'queue', value: 'nowhere', at: 7, length: 13 },
          { code: 'value-unknown', operator: 'after', value: 'soon', at: 21, length: 10 },
        ],
      },
    });
  });

  it('settings.save keeps searches, but none for a full number', async () => {
    const { client } = await bench.tab('agent-lin');
    const before = await client.settings.read();
    const searches = [{ name: '急', text: 'tag:vip status:waiting' }];
    await client.settings.save({ ...before, searches });
    expect((await client.settings.read()).searches).toEqual(searches);
    await expect(client.settings.save({ ...before, searches: [{ name: 'x', text: 'from 13800138000' }] })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    await client.settings.save(before);
  });
}
