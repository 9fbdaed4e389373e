import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SearchHitView } from '#shared/contract/schemas.ts';
import { Bench, type Person, type Tab } from '#tests/contract/bench-kit.ts';
import { memory } from '#tests/contract/transports.ts';

describe('Search on the demo desk', () => {
  const bench = new Bench(memory);
  let lin: Tab;

  beforeAll(async () => {
    await bench.start();
    lin = await bench.tab('agent-lin');
  });
  afterAll(() => bench.stop());

  const search = (text: string, { client }: Tab = lin, limit = 20): Promise<SearchHitView[]> => client.search.query({ text, limit });
  const cases = async (text: string, tab?: Tab) => (await search(text, tab)).map(({ row }) => row.id);

  it('finds Chinese anywhere in a sentence, in any width, and mixed with words', async () => {
    const { caseId } = await bench.newCase('麻烦看看：招行卡尾号七七八八扣了款，ＥＲＲ－９０２１ＱＺ一直转圈');
    for (const text of ['尾号七七', '七七八八扣了款', '扣了款 err', 'ERR-9021qz', '９０２１ＱＺ', '招行卡 9021qz 转圈'])
      expect(await cases(text), text).toEqual([caseId]);
    for (const text of ['七八七八', '尾号扣了款']) expect(await cases(text), text).not.toContain(caseId);
  });

  it.each([
    ['phone', '请打 138 0013 8765 给我', ['13800138765', '+86 138-0013-8765', '１３８００１３８７６５', '0086 13800138765']],
    ['card', 'my card is 6222 0200 0000 0000 141', ['6222020000000000141', '6222-0200-0000-0000-141']],
    ['e-mail', 'write to Xia.Q@Example.com please', ['xia.q@example.com', 'XIA.Q@EXAMPLE.COM']],
    ['id number', '身份证 11010519491231002x 充值', ['11010519491231002X', '110105 19491231 002X']],
  ])('finds a full %s by its keyed hash in any spelling, and shows it masked', async (_kind, written, spellings) => {
    const { caseId } = await bench.newCase(written);
    for (const text of spellings) {
      const hits = await search(text);
      expect(
        hits.map(({ row }) => row.id),
        text,
      ).toEqual([caseId]);
      expect(JSON.stringify(hits), text).not.toMatch(/13800138765|6222 ?0200|xia\.q|Xia\.Q|11010519491231/);
      expect(hits[0]?.excerpt, text).toContain('*');
    }
  });

  it('finds nothing by a part of a hidden number', async () => {
    const { caseId } = await bench.newCase('call 13700137654 top up');
    for (const text of ['00137', '1370013', '70013765']) expect(await cases(text), text).not.toContain(caseId);
  });

  it.each(['200', '13', '1', 'a', '1f'])('shows of every hit of %s where it stands, and has none for digits that nobody sees', async (text) => {
    const supervisor = await bench.tab('supervisor-he');
    const hits = await search(text, supervisor, 100);
    expect(hits.filter(({ marks }) => marks.length === 0)).toEqual([]);
    for (const { excerpt, marks } of hits) for (const { at, length } of marks) expect(excerpt.slice(at, at + length).toLowerCase()).toBe(text);
  });

  it('says of a hit that is no message what it is of: a call, a name, a subject, a case’s number', async () => {
    const supervisor = await bench.tab('supervisor-he');
    const calls = (await search('13', supervisor, 100)).filter(({ field }) => field === 'phone');
    expect(calls.length).toBeGreaterThan(0);
    for (const { excerpt, marks, entry } of calls) {
      expect(excerpt).toMatch(/^13\d\*{4}\d{4}$/);
      expect(marks).toEqual([{ at: 0, length: 2 }]);
      expect(entry).not.toBeNull();
    }
    const [named] = (await search('小鱼干', supervisor)).filter(({ entry }) => entry === null);
    expect(named).toMatchObject({ field: 'name', excerpt: '小鱼干', marks: [{ at: 0, length: 3 }] });
    const { caseId } = await bench.newCase('the bassoon is out of tune');
    expect(await search('bassoon')).toMatchObject([{ field: null }]);
    const first = caseId.slice(0, 8);
    for (const number of [caseId, caseId.toUpperCase(), `"${caseId}"`, `#${caseId}`, caseId.slice(0, 23)]) {
      expect(await search(number), number).toMatchObject([{ row: { id: caseId }, entry: null, field: 'number', excerpt: expect.stringContaining(caseId) }]);
    }
    expect((await search(first)).find(({ row }) => row.id === caseId)).toMatchObject({ field: 'number', marks: [{ at: 0, length: 8 }] });
    // Parts from within it are nothing that anybody reads.
    for (const part of [caseId.slice(24), caseId.slice(9, 13), caseId.slice(0, 7)]) expect(await cases(part), part).not.toContain(caseId);
    // Nor is a case left out for them.
    expect(await cases(`bassoon -${caseId.slice(24)}`)).toEqual([caseId]);
  });

  it.each(['status:waiting', '状态：排队中', 'queue:top-up', '金额:>200', '1', '到账'])('tells what %s finds with the newest time first', async (text) => {
    const supervisor = await bench.tab('supervisor-he');
    const times = (await search(text, supervisor, 60)).map(({ at }) => at);
    expect(times.length).toBeGreaterThan(3);
    expect(times).toEqual(times.toSorted((a, b) => b - a));
  });

  it('finds a case by a number and the words beside it', async () => {
    const [one, other] = [await bench.newCase('top up with 13600136001 zebra'), await bench.newCase('top up of the zebra')];
    expect(await cases('13600136001')).toEqual([one.caseId]);
    expect(await cases('zebra')).toEqual([other.caseId, one.caseId]);
  });

  it('finds what an agent wrote, and the note beside it', async () => {
    const { caseId } = await bench.newCase();
    await lin.act(caseId, { type: 'reply', text: 'the xylophone is on its way', attachments: [] });
    await lin.act(caseId, { type: 'addNote', text: 'told them about the theremin' });
    expect(await cases('xylophone')).toEqual([caseId]);
    expect(await cases('theremin')).toEqual([caseId]);
  });

  it('shows an agent only what they may see, and all of that, however much others have that is newer', async () => {
    const sari = await bench.tab('agent-sari');
    const own = await bench.newCase('my password and the gramophone');
    const foreign = await bench.newCase('top up for a gramophone');
    for (let i = 0; i < 30; i += 1) await lin.act(foreign.caseId, { type: 'addNote', text: `gramophone ${i}` });
    const hits = await search('gramophone', sari, 3);
    expect(hits.map(({ row }) => row.id)).toEqual([own.caseId]);
    const everybody: readonly Person[] = ['supervisor-he', 'trainer-tang'];
    for (const person of everybody) expect(await search('gramophone', await bench.tab(person), 100)).toHaveLength(32);
  });

  it('does not care about quotes, operators and wildcards', async () => {
    for (const text of ['"', '""', 'NEAR(a b)', 'a OR b', '*', 'word:', "'; DROP TABLE event", '(((', '\u0000x', '-'])
      await expect(search(text), text).resolves.toBeInstanceOf(Array);
  });
});
