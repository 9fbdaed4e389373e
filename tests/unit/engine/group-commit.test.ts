import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { GroupCommit } from '#electron/engine/embedded/group-commit.ts';
import { engineMigrations } from '#electron/engine/embedded/migrations/engine-migrations.ts';
import { headPosition } from '#electron/engine/embedded/tables/event-table.ts';
import type { RawEvent } from '#electron/engine/raw-event.ts';
import type { WriteDb } from '#electron/sqlite/db.ts';
import { migrate } from '#electron/sqlite/migrate.ts';
import { openForWriting } from '#electron/sqlite/open.ts';

const raw = (id: string, over: Partial<RawEvent> = {}): RawEvent => ({ id, aboutKind: 'case', aboutId: 'a', group: 'g', at: 1_000, json: '{}', ...over });

describe('Group commit', () => {
  let db: WriteDb;
  let told: number;
  let commits: GroupCommit;

  beforeEach(() => {
    db = openForWriting({ file: ':memory:', key: null, synchronous: 'FULL', logger: null });
    migrate(db, engineMigrations);
    told = 0;
    commits = new GroupCommit(db, () => {
      told += 1;
    });
  });
  afterEach(() => db.close());

  it('writes what came together in one commit, each with its own answer', async () => {
    const answers = await Promise.all([
      commits.append([raw('1')], 0, 1),
      commits.append([raw('2')], 0, 1),
      commits.append([raw('3')], 1, 1),
      commits.append([raw('1')], 0, 1),
      commits.append([raw('4', { aboutId: 'b' })], 0, 1),
    ]);
    expect(answers).toEqual([{ positions: [1] }, { conflict: 1 }, { positions: [2] }, { positions: [1] }, { positions: [3] }]);
    expect(told).toBe(1);
  });

  it('lets no append take another with it', async () => {
    // A row the table refuses: what the port's own checks let through by mistake must not harm a neighbour.
    const bad = raw('2', { json: null as unknown as string });
    const answers = await Promise.allSettled([
      commits.append([raw('1')], null, 1),
      commits.append([raw('1b'), bad], null, 1),
      commits.append([raw('3')], null, 1),
    ]);
    expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(headPosition(db)).toBe(2);
  });

  it('commits at once what still waits when told to', async () => {
    const answer = commits.append([raw('1')], 0, 1);
    commits.flush();
    expect(headPosition(db)).toBe(1);
    expect(await answer).toEqual({ positions: [1] });
  });

  it('rejects all that wait when the file cannot be written', async () => {
    const answers = [commits.append([raw('1')], 0, 1), commits.append([raw('2')], null, 1)];
    db.close();
    for (const { status } of await Promise.allSettled(answers)) expect(status).toBe('rejected');
    expect(told).toBe(0);
  });
});
