import { v7 } from 'uuid';
import { expect, it } from 'vitest';
import { CaseHub } from '#electron/desk/cases/case-hub.ts';
import { SqliteStore } from '#electron/store/sqlite-store.ts';
import { foldCase } from '#shared/case/evolve.ts';
import type { GroupId } from '#shared/lib/ids.ts';
import { recordingLogger } from '#tests/fakes/recording-logger.ts';
import { ConsoleParts, engineIn, key, type Time } from '#tests/integration/desk/console-parts-kit.ts';

it('a case that is read for the first time misses nothing of what comes to it meanwhile', async () => {
  const time: Time = { now: 1_790_000_000_000 };
  const engine = engineIn(null, time);
  await engine.start();
  const other = await new ConsoleParts(engine, time).start();
  const store = new SqliteStore({ memory: true, key, logger: recordingLogger() });
  await store.start();
  const thread = v7();
  /** The customer writes, and this host takes it in, behind a read of the cache and before its answer. */
  const meanwhile = async <T>(read: Promise<T>): Promise<T> => {
    const answer = await read;
    const said = await other.say(thread, 'and another thing');
    const last = said.ok ? said.value.events.at(-1) : undefined;
    if (last === undefined) throw new Error('Nothing was said.');
    await hub.reached(last.position);
    return answer;
  };
  const { cache } = store;
  const slow = { ...cache, caseState: (id) => meanwhile(cache.caseState(id)), caseEvents: (...asked) => meanwhile(cache.caseEvents(...asked)) } as typeof cache;
  const hub: CaseHub = new CaseHub({ log: other.log, cache: slow, groups: ['retail' as GroupId], clock: () => time.now, logger: recordingLogger() });
  await hub.start();
  const caseId = await other.newCase('top up', thread);
  const [last] = (await other.log.read({ kind: 'case', id: caseId })).slice(-1);
  if (last !== undefined) await hub.reached(last.position);
  const asked = await hub.state(caseId);
  const whole = foldCase(undefined, await other.log.read({ kind: 'case', id: caseId }));
  expect(whole?.entries).toHaveLength(3);
  expect(asked).toEqual(whole);
  expect(await hub.state(caseId)).toEqual(whole);
  await hub.stop();
  await store.stop();
  await other.stop();
  await engine.stop();
});
