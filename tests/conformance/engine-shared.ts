import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import type { Movable, Signal } from '#electron/engine/port.ts';
import { DESK_GROUP } from '#shared/desk/desk-stream.ts';
import type { BlobHash } from '#shared/lib/ids.ts';
import type { Bench } from '#tests/conformance/engine.ts';
import { aboutCase, caseIdOf, wallet } from '#tests/conformance/engine-kit.ts';

/** What consoles share beside the log. */
export function sharedRules(bench: () => Bench): void {
  const mine = caseIdOf('a');

  it('gives a hold to one, for its time; its holder may extend it', async () => {
    const { engine } = bench();
    expect(await engine.hold(mine, 'ling', 5_000)).toBe(true);
    expect(await engine.hold(mine, 'chen', 5_000)).toBe(false);
    expect(await engine.hold(caseIdOf('b'), 'chen', 5_000)).toBe(true);
    bench().now += 4_999;
    expect(await engine.hold(mine, 'chen', 5_000)).toBe(false);
    expect(await engine.hold(mine, 'ling', 5_000)).toBe(true);
    bench().now += 4_999;
    expect(await engine.hold(mine, 'chen', 5_000)).toBe(false);
    bench().now += 1;
    expect(await engine.hold(mine, 'chen', 5_000)).toBe(true);
    expect(await engine.hold(mine, 'ling', 5_000)).toBe(false);
  });

  it('gives a hold to one of many who ask at once', async () => {
    const { engine } = bench();
    const answers = await Promise.all(Array.from({ length: 20 }, (_, index) => engine.hold(mine, `agent-${index}`, 5_000)));
    expect(answers.filter(Boolean)).toHaveLength(1);
  });

  it('lets only the holder give a hold back', async () => {
    const { engine } = bench();
    await engine.hold(mine, 'ling', 5_000);
    await engine.unhold(mine, 'chen');
    expect(await engine.hold(mine, 'chen', 5_000)).toBe(false);
    await engine.unhold(mine, 'ling');
    expect(await engine.hold(mine, 'chen', 5_000)).toBe(true);
  });

  it('knows who is there until their time is over, by their newest word', async () => {
    const { engine } = bench();
    const said = (person: string, state: string) => engine.announce({ person, state, at: bench().now }, 10_000);
    await said('ling', 'available');
    await said('chen', 'available');
    bench().now += 9_999;
    await said('ling', 'away');
    expect((await engine.present()).map(({ person, state }) => `${person} ${state}`).toSorted()).toEqual(['chen available', 'ling away']);
    bench().now += 1;
    expect((await engine.present()).map(({ person }) => person)).toEqual(['ling']);
    bench().now += 10_000;
    expect(await engine.present()).toEqual([]);
  });

  it('passes signals to all who listen, until they do not, past one that fails', async () => {
    const { engine } = bench();
    const signal: Signal = { about: aboutCase('a'), kind: 'typing', from: 'customer', at: 1 };
    const heard: string[] = [];
    const two = Promise.withResolvers<void>();
    engine.onSignal(() => {
      throw new Error('a listener of its own trouble');
    });
    const off = engine.onSignal(() => heard.push('first'));
    engine.onSignal((got) => {
      heard.push('second');
      expect(got).toEqual(signal);
      if (heard.filter((who) => who === 'second').length === 2) two.resolve();
    });
    engine.signal(signal);
    await engine.present();
    off();
    engine.signal(signal);
    await two.promise;
    expect(heard).toEqual(['first', 'second', 'second']);
  });

  it('passes what a signal says sealed, and to whom, as it is; of a thing that the log does not know too', async () => {
    const { engine } = bench();
    const sealed = { iv: 'aXY=', data: 'ZGF0YQ==' };
    const signal: Signal = { about: aboutCase('no case yet'), kind: 'call', from: 'a host', at: 1, group: wallet, sealed };
    const heard = Promise.withResolvers<readonly [Signal, string]>();
    engine.onSignal((got, by) => heard.resolve([got, by]));
    engine.signal(signal);
    expect(await heard.promise).toEqual([signal, wallet]);
  });

  it('tells what is said to no group as said to the whole desk', async () => {
    const { engine } = bench();
    const heard = Promise.withResolvers<string>();
    engine.onSignal((_got, by) => heard.resolve(by));
    engine.signal({ about: aboutCase('no case yet'), kind: 'call', from: 'a host', at: 1 });
    expect(await heard.promise).toBe(DESK_GROUP);
  });

  it('keeps blobs under the SHA-256 of their bytes', async () => {
    const { engine } = bench();
    const bytes = Uint8Array.from({ length: 300_000 }, (_, index) => index % 251);
    const hash = await engine.putBlob(bytes);
    expect(hash).toBe(createHash('sha256').update(bytes).digest('hex'));
    expect(await engine.putBlob(bytes)).toBe(hash);
    expect(Buffer.from((await engine.getBlob(hash)) ?? []).equals(bytes)).toBe(true);
    const none = await engine.putBlob(new Uint8Array(0));
    expect((await engine.getBlob(none))?.length).toBe(0);
    expect(await engine.getBlob('0'.repeat(64) as BlobHash)).toBeNull();
  });

  it('makes one data key a thing, the same for all who ask at once', async () => {
    const { engine } = bench();
    expect(await engine.dataKey(aboutCase('a'), false)).toBeNull();
    const keys = await Promise.all(Array.from({ length: 10 }, () => engine.dataKey(aboutCase('a'), true)));
    const hex = (key: Uint8Array | null) => Buffer.from(key ?? []).toString('hex');
    expect(new Set(keys.map(hex)).size).toBe(1);
    expect(keys[0]).toHaveLength(32);
    expect(hex(await engine.dataKey(aboutCase('a'), false))).toBe(hex(keys[0] ?? null));
    expect(hex(await engine.dataKey(aboutCase('b'), true))).not.toBe(hex(keys[0] ?? null));
    expect(hex(await engine.dataKey({ kind: 'agent', id: 'a' }, true))).not.toBe(hex(keys[0] ?? null));
  });

  it('drops a data key for good, also one that was never made', async () => {
    const { engine } = bench();
    await engine.dataKey(aboutCase('a'), true);
    for (const id of ['a', 'never']) {
      await engine.dropKey(aboutCase(id));
      await engine.dropKey(aboutCase(id));
      expect(await engine.dataKey(aboutCase(id), false)).toBeNull();
      expect(await engine.dataKey(aboutCase(id), true)).toBeNull();
    }
  });

  it('takes a dropped key over as dropped, whatever key it has itself: what was erased does not come back by a copy', async () => {
    const { engine } = bench();
    const movable = (engine as unknown as { moving(): Movable }).moving();
    const key = await engine.dataKey(aboutCase('a'), true);
    await movable.putKey({ about: aboutCase('a'), key: new Uint8Array(32).fill(1) });
    expect(Buffer.from((await engine.dataKey(aboutCase('a'), false)) ?? []).equals(Buffer.from(key ?? []))).toBe(true);
    for (const id of ['a', 'not-here']) {
      await movable.putKey({ about: aboutCase(id), key: null });
      await movable.putKey({ about: aboutCase(id), key: new Uint8Array(32).fill(2) });
      expect(await engine.dataKey(aboutCase(id), true)).toBeNull();
    }
  });

  it('binds a thread once, answers whose it is, and binds it anew when told to', async () => {
    const { engine } = bench();
    expect(await engine.findThread('chat', 't')).toBeNull();
    const bound = await Promise.all(['a', 'b', 'c'].map((id) => engine.bindThread('chat', 't', caseIdOf(id))));
    expect(new Set(bound).size).toBe(1);
    expect(await engine.findThread('chat', 't')).toBe(bound[0]);
    expect(await engine.bindThread('email', 't', caseIdOf('z'))).toBe('z');
    await engine.rebindThread('chat', 't', caseIdOf('new'));
    expect(await engine.findThread('chat', 't')).toBe('new');
    expect(await engine.bindThread('chat', 't', caseIdOf('later'))).toBe('new');
    await engine.rebindThread('chat', 'unknown', caseIdOf('first'));
    expect(await engine.findThread('chat', 'unknown')).toBe('first');
  });
}
