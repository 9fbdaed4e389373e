import { v7 } from 'uuid';
import { expect, it } from 'vitest';
import { Drafts, type DraftsFrame } from '#electron/desk/drafts/drafts.ts';
import { SqliteStore } from '#electron/store/sqlite-store.ts';
import type { CaseId, PersonId } from '#shared/lib/ids.ts';
import { DAY } from '#shared/lib/time.ts';
import { recordingLogger } from '#tests/fakes/recording-logger.ts';
import { key } from '#tests/integration/desk/console-parts-kit.ts';

const lin = 'lin' as PersonId;
const caseId = 'case-1' as CaseId;

/** The next frame for which it holds. */
async function frameThat(frames: AsyncGenerator<DraftsFrame>, holds: (frame: DraftsFrame) => boolean): Promise<DraftsFrame> {
  for (;;) {
    const { value } = await frames.next();
    if (value === undefined) throw new Error('The frames ended.');
    if (holds(value)) return value;
  }
}

it('What is told of drafts stands above every version it tells of or leaves out, also after a restart with a clock that was set back', async () => {
  const store = new SqliteStore({ memory: true, key, logger: recordingLogger() });
  await store.start();
  const time = { now: 10 * DAY };
  const begin = () => new Drafts({ ledger: store.ledger, clock: () => time.now, newId: v7 });
  const words = (text: string) => ({ kind: 'reply' as const, text, attachments: [] });
  const saved = await begin().save('window', lin, caseId, words('half written'), null);
  time.now -= DAY;
  const again = begin();
  const frames = again.follow(lin, undefined);
  expect(await frameThat(frames, ({ whole }) => whole)).toMatchObject({ drafts: [{ version: saved.version }] });
  await store.ledger.dropDraft(caseId, lin, 'reply');
  again.changed(lin);
  const { asOf } = await frameThat(frames, ({ gone }) => gone.length > 0);
  expect(asOf).toBe(saved.version);
  await frames.return(undefined);
  await store.stop();
});
