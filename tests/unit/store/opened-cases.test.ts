import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Cursor } from '#electron/engine/port.ts';
import { SqliteStore } from '#electron/store/sqlite-store.ts';
import type { Position } from '#shared/case/envelope.ts';
import { type EarlierEntries, type OpenedCase, wholeCase } from '#shared/case/opened-case.ts';
import type { CaseState } from '#shared/case/state.ts';
import type { CaseId } from '#shared/lib/ids.ts';
import { recordingLogger } from '#tests/fakes/recording-logger.ts';
import { randomCaseLog } from '#tests/fixtures/case-log.ts';

const log = randomCaseLog(103, { cases: 6, acts: 60, rich: true });
/** What the store has at first; the rest comes later. */
const cut = Math.floor(log.length * 0.6);
/** Two cases to which much happened before the cut, and something after it. */
const [one, other] = [...new Set(log.slice(0, cut).map(({ about }) => about.id as CaseId))].filter(
  (id) => log.slice(0, cut).filter(({ about }) => about.id === id).length > 15 && log.slice(cut).some(({ about }) => about.id === id),
) as [CaseId, CaseId];
const NEWEST = 4;

describe('Cases that are opened with their newest entries', () => {
  let folder: string;
  let store: SqliteStore;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'opened-'));
    store = new SqliteStore({ folder, key: Buffer.alloc(32, 3), logger: recordingLogger(), onCacheReset: () => undefined });
    await store.start();
    await store.cache.cursor();
    await store.cache.ingest(log.slice(0, cut), 'middle' as Cursor);
  });
  afterEach(async () => {
    await store.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const later = () => store.cache.ingest(log.slice(cut), 'end' as Cursor);
  async function open(caseId: CaseId, newest = NEWEST): Promise<OpenedCase> {
    const opened = await store.cache.openCase(caseId, newest);
    if (opened === null) throw new Error('the case is there');
    return opened;
  }
  async function restOf(caseId: CaseId, position: Position, newest = NEWEST): Promise<EarlierEntries> {
    const text = await store.cache.earlierEntries(caseId, newest, position);
    if (text === null) throw new Error('the case is there as far as that');
    return JSON.parse(text) as EarlierEntries;
  }
  const whole = async ({ state }: OpenedCase): Promise<CaseState> => wholeCase(state, await restOf(state.id, state.position));

  it('are whole with what stands before, however many entries are asked for', async () => {
    const state = await store.cache.caseState(one);
    for (const newest of [1, NEWEST, 1_000]) {
      const opened = await open(one, newest);
      expect(opened.state.entries).toEqual(state?.entries.slice(-newest));
      expect(opened.earlier).toBe(Math.max(0, (state?.entries.length ?? 0) - newest));
      expect(wholeCase(opened.state, await restOf(one, opened.state.position, newest))).toEqual(state);
    }
  });

  it('are made whole as they were, although more happened to them since', async () => {
    const opened = await open(one);
    const before = await store.cache.caseState(one);
    await later();
    expect((await store.cache.caseState(one))?.position).toBeGreaterThan(opened.state.position);
    // Kept since the opening the first time, folded up to there the second.
    expect(await whole(opened)).toEqual(before);
    expect(await whole(opened)).toEqual(before);
  });

  it('are not mixed up with another that was opened between', async () => {
    const [first, second] = [await open(one), await open(other)];
    expect(await whole(first)).toEqual(await store.cache.caseState(one));
    expect(await whole(second)).toEqual(await store.cache.caseState(other));
  });

  it('opened anew after more happened are made whole as far as either was', async () => {
    const first = await open(one);
    const before = await store.cache.caseState(one);
    await later();
    const second = await open(one);
    expect(second.state.position).toBeGreaterThan(first.state.position);
    expect(await whole(first)).toEqual(before);
    expect(await whole(second)).toEqual(await store.cache.caseState(one));
  });

  it('are nothing where they are not known, or not at that position', async () => {
    expect(await store.cache.openCase('nobody' as CaseId, NEWEST)).toBeNull();
    expect(await store.cache.earlierEntries('nobody' as CaseId, NEWEST, 1 as Position)).toBeNull();
    const { state } = await open(one);
    // Before its first event, beyond its last, and at an event of another case.
    const others = log.slice(0, cut).findLast(({ about, position }) => about.id === other && position < state.position)?.position;
    for (const position of [0, state.position + 1, others]) {
      expect(await store.cache.earlierEntries(one, NEWEST, position as Position), String(position)).toBeNull();
    }
    // Where another case stands that was opened last.
    expect(await store.cache.earlierEntries(one, NEWEST, (await open(other)).state.position)).toBeNull();
  });
});
