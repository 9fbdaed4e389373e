import { expect, it } from 'vitest';
import type { LogEvent, Position } from '#shared/case/envelope.ts';
import type { EventId, GroupId } from '#shared/lib/ids.ts';
import type { Bench } from '#tests/conformance/engine.ts';
import { aboutCase, event, events, everything, wallet } from '#tests/conformance/engine-kit.ts';

const positions = (result: Awaited<ReturnType<Bench['engine']['append']>>): readonly Position[] => {
  if (!result.ok) throw new Error(`conflict at ${result.error.lastPosition}`);
  return result.value;
};

/** Appending and reading: all or none, conditional, idempotent, refusing what is no event. */
export function appendRules(bench: () => Bench): void {
  it('gives growing positions and the time of recording, and keeps every field', async () => {
    const { engine } = bench();
    const [first, second] = [event('a', { causedBy: 'cmd' as never, critical: true, sealed: { iv: 'aXY=', data: 'ZGF0YQ==' } }), event('a')];
    const before = Date.now();
    const [one, two] = positions(await engine.append([first, second]));
    expect(two).toBeGreaterThan(one as number);
    const read = await engine.read(aboutCase('a'));
    const recordedAt = bench().recordsBy === 'our clock' ? bench().now : (read[0]?.recordedAt ?? 0);
    if (bench().recordsBy === 'server') expect(recordedAt >= before && recordedAt <= Date.now()).toBe(true);
    expect(read).toEqual([
      { ...first, position: one, recordedAt },
      { ...second, position: two, recordedAt },
    ]);
  });

  it('reads only what is about the thing, and only after the position', async () => {
    const { engine } = bench();
    const [one] = positions(await engine.append(events('a', 2)));
    await engine.append(events('b', 1));
    await engine.append([event('a', { about: { kind: 'trail', id: 'a' } })]);
    expect(await engine.read(aboutCase('a'))).toHaveLength(2);
    expect((await engine.read(aboutCase('a'), one)).map(({ position }) => position)).toEqual([(await engine.read(aboutCase('a'))).at(-1)?.position]);
    expect(await engine.read(aboutCase('nobody'))).toEqual([]);
  });

  it('answers an empty append and keeps nothing', async () => {
    expect(await bench().engine.append([])).toEqual({ ok: true, value: [] });
  });

  it('appends on the expected position alone and names the newest one on conflict', async () => {
    const { engine } = bench();
    const [one] = positions(await engine.append([event('a')], 0));
    // Something newer about another case is no conflict.
    await engine.append([event('b')]);
    const [two] = positions(await engine.append([event('a')], one));
    expect(await engine.append(events('a', 2), one)).toEqual({ ok: false, error: { code: 'conflict', lastPosition: two } });
    expect(await engine.read(aboutCase('a'))).toHaveLength(2);
  });

  it('takes 0 as "none yet"', async () => {
    const { engine } = bench();
    const [one] = positions(await engine.append([event('a')], 0));
    expect(await engine.append([event('a')], 0)).toEqual({ ok: false, error: { code: 'conflict', lastPosition: one } });
    expect(await engine.append([event('new')], 1 as Position)).toEqual({ ok: false, error: { code: 'conflict', lastPosition: 0 } });
  });

  it('gives one of many who expect the same position the append, the others the winner as conflict', async () => {
    const { engine } = bench();
    const [opened] = positions(await engine.append([event('a')], 0));
    const answers = await Promise.all(Array.from({ length: 20 }, () => engine.append([event('a')], opened)));
    const won = answers.filter((answer) => answer.ok);
    expect(won).toHaveLength(1);
    const winner = won[0]?.ok ? won[0].value[0] : null;
    for (const answer of answers) if (!answer.ok) expect(answer.error.lastPosition).toBe(winner);
    expect(await engine.read(aboutCase('a'))).toHaveLength(2);
  });

  it('answers a repeat with the recorded positions and appends nothing, whatever is expected', async () => {
    const { engine } = bench();
    const batch = events('a', 3);
    const first = positions(await engine.append(batch, 0));
    await engine.append([event('a')]);
    expect(positions(await engine.append(batch, 0))).toEqual(first);
    expect(positions(await engine.append(batch))).toEqual(first);
    expect(await engine.read(aboutCase('a'))).toHaveLength(4);
  });

  it('answers repeats that run at once with one and the same position', async () => {
    const { engine } = bench();
    const same = event('a');
    const answers = await Promise.all(Array.from({ length: 10 }, () => engine.append([same], 0)));
    expect(new Set(answers.map((answer) => positions(answer)[0])).size).toBe(1);
    expect(await engine.read(aboutCase('a'))).toHaveLength(1);
  });

  it('appends only the new ones of a partly repeated batch', async () => {
    const { engine } = bench();
    const [known, fresh] = [event('a'), event('a')];
    const [one] = positions(await engine.append([known], 0));
    const both = positions(await engine.append([known, fresh], one));
    expect(both[0]).toBe(one);
    expect((await engine.read(aboutCase('a'))).map(({ id }) => id)).toEqual([known.id, fresh.id]);
  });

  it('answers the same id twice in one batch with one position', async () => {
    const { engine } = bench();
    const twice = event('a');
    const [one, two] = positions(await engine.append([twice, twice]));
    expect(one).toBe(two);
    expect(await engine.read(aboutCase('a'))).toHaveLength(1);
  });

  const longText = 'x'.repeat(1024 * 1024);
  const circle: Record<string, unknown> = {};
  circle.self = circle;
  const refused: readonly (readonly [string, unknown, RegExp])[] = [
    ['an empty id', { id: '' }, /^events\.1\.id: /],
    ['no type', { type: undefined }, /^events\.1\.type: /],
    ['a group that is no subject', { group: 'Wallet.*' as GroupId }, /^events\.1\.group: /],
    ['a time that is no number', { at: Number.NaN }, /^events\.1\.at: /],
    ['an actor of no kind', { actor: { kind: 'robot', id: 'x' } }, /^events\.1\.actor\.kind: /],
    ['another thing than the first', { about: aboutCase('b') }, /^events\.1\.about: /],
    ['a body that is no JSON', { body: circle }, /^events\.1\.body: /],
    ['a body of a number JSON does not know', { body: { n: 1n } }, /^events\.1\.body: /],
    ['more than 1 MiB', { body: { longText } }, /^events\.1: .*1048576/],
  ];
  it.each(refused)('refuses %s by place, and nothing of the batch is kept', async (_what, over, message) => {
    const { engine } = bench();
    const good = event('a');
    await expect(engine.append([good, event('a', over as Partial<LogEvent>)])).rejects.toThrow(message);
    expect(await engine.read(aboutCase('a'))).toEqual([]);
    expect(positions(await engine.append([good], 0))).toHaveLength(1);
  });

  it('takes an event of almost 1 MiB and gives it back whole', async () => {
    const { engine } = bench();
    const large = event('a', { body: { text: '充值'.repeat(170_000) } });
    await engine.append([large]);
    expect((await engine.read(aboutCase('a')))[0]?.body).toEqual(large.body);
  });

  it('keeps the order of appends made without waiting', async () => {
    const { engine } = bench();
    const batch = events('a', 50);
    await Promise.all(batch.map((one) => engine.append([one])));
    expect((await engine.read(aboutCase('a'))).map(({ id }) => id)).toEqual(batch.map(({ id }) => id));
  });

  it('keeps what SQL, JSON and Unicode might trip over', async () => {
    const { engine } = bench();
    const id = `'; DROP TABLE event; --`;
    const strange = event(id, { body: { text: '\u0000 \u2028 👨‍👩‍👧 "\\', __proto__: 1 } });
    await engine.append([strange], 0);
    expect((await engine.read(aboutCase(id)))[0]?.body).toEqual(strange.body);
  });

  it('appends many about many in order and skips repeats', async () => {
    const { engine } = bench();
    const many = Array.from({ length: 2_500 }, (_, index) => event(`c${index % 7}`));
    await engine.appendAll(many);
    await engine.appendAll([...many.slice(0, 10), event('c0')]);
    const all = await everything(engine, [wallet]);
    expect(all.ids.slice(0, 2_500)).toEqual(many.map(({ id }) => id));
    expect(all.ids).toHaveLength(2_501);
    await expect(engine.appendAll([event('a'), event('a', { id: '' as EventId })])).rejects.toThrow(/^events\.1\.id: /);
    expect(await engine.read(aboutCase('a'))).toEqual([]);
  });
}
