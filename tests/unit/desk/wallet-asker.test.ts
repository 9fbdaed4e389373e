import { beforeEach, describe, expect, it } from 'vitest';
import { WalletAsker } from '#electron/desk/account-actions/wallet-asker.ts';
import type { OpenAction } from '#electron/store/port.ts';
import type { WalletConnection } from '#electron/wallet/port.ts';
import { fail, ok } from '#shared/lib/result.ts';
import { DAY, HOUR, MINUTE, SECOND } from '#shared/lib/time.ts';
import { recordingLogger } from '#tests/fakes/recording-logger.ts';

const start = 1_790_000_000_000;
let now: number;
let open: readonly OpenAction[];
let read: string[];
let settled: { readonly key: string; readonly end: unknown }[];
let status: WalletConnection['actionStatus'];

const noAnswer = () => fail({ code: 'timed-out' as const, detail: '' });

/** What a host looks after; nothing that the wallet says changes what is open. */
const askerOn = (host: string) =>
  new WalletAsker({
    hub: { onIngested: () => () => undefined } as never,
    cache: { openActions: async () => open },
    desk: {
      act: async (_case: unknown, _actor: unknown, _id: unknown, { key, end }: (typeof settled)[number]) => {
        settled.push({ key, end });
        return ok([]);
      },
    } as never,
    engine: { health: () => ({ state: 'connected' }) as never },
    wallet: {
      act: () => Promise.reject(new Error('nothing is asked for')),
      actionStatus: (key) => {
        read.push(`${host} ${key}`);
        return status(key);
      },
    },
    host,
    audit: { record: async () => undefined },
    speaker: () => ({ kind: 'system', id: 'desk' }),
    clock: () => now,
    logger: recordingLogger(),
  });
const action = (key: string, more: Partial<OpenAction>) => ({ key, caseId: 'c', host: 'own', changedAt: start, expectedBy: null, ...more }) as OpenAction;

beforeEach(() => {
  now = start;
  open = [];
  read = [];
  settled = [];
  status = async () => noAnswer();
});

describe('an action of which nobody knows what became', () => {
  it('is read back by the host that asked, and by others only after a while', async () => {
    open = [action('one', { state: 'unknown' })];
    const [own, other] = [askerOn('own'), askerOn('other')];
    const both = () => Promise.all([own.look(), other.look()]);
    await both();
    now += 15 * SECOND;
    await both();
    expect(read).toEqual(['own one', 'own one']);
    now = start + 5 * MINUTE + 1;
    await both();
    now += 15 * SECOND;
    await both();
    expect(read.filter((one) => one === 'other one')).toHaveLength(1);
    now += 5 * MINUTE;
    await both();
    expect(read.filter((one) => one === 'other one')).toHaveLength(2);
  });

  it('is read once more, not once each, for all who ask while it is read', async () => {
    open = [action('one', { state: 'unknown' })];
    const [begun, answered] = [Promise.withResolvers<void>(), Promise.withResolvers<ReturnType<typeof noAnswer>>()];
    status = () => {
      begun.resolve();
      return answered.promise;
    };
    const asker = askerOn('own');
    const looks = [asker.look(), asker.look(), asker.look(), asker.look()];
    await begun.promise;
    answered.resolve(noAnswer());
    await Promise.all(looks);
    expect(read).toHaveLength(2);
    await asker.look();
    expect(read).toHaveLength(3);
    await asker.stop();
  });
});

describe('an action that others have in hand', () => {
  const expectedBy = start + 3 * DAY;

  it('is read back once it should be over, then each hour; by other hosts than the one that asked an hour later', async () => {
    open = [action('one', { state: 'begun', expectedBy })];
    const [own, other] = [askerOn('own'), askerOn('other')];
    const readAt = async (time: number) => {
      now = time;
      read = [];
      await Promise.all([own.look(), other.look()]);
      return read;
    };
    expect(await readAt(expectedBy)).toEqual([]);
    expect(await readAt(expectedBy + 1)).toEqual(['own one']);
    expect(await readAt(expectedBy + 15 * SECOND)).toEqual([]);
    expect(await readAt(expectedBy + HOUR + 2)).toEqual(['own one']);
    expect(await readAt(expectedBy + HOUR + 5 * MINUTE + 1)).toEqual(['other one']);
    expect(await readAt(expectedBy + 2 * HOUR + 3)).toEqual(['own one']);
  });

  it('is read back after an hour where the wallet does not say when it is over, and its end is put on record', async () => {
    open = [action('one', { state: 'begun' })];
    const asker = askerOn('own');
    // A wallet that does not know the key now took it in all the same.
    status = async () => fail({ code: 'not-found', detail: '' });
    now = start + HOUR + 1;
    await asker.look();
    expect([read, settled]).toEqual([['own one'], []]);
    status = async (key) => ok({ idempotencyKey: key, action: 'refund', customer: 'C1' as never, state: 'completed', at: now });
    now += HOUR + 1;
    await asker.look();
    expect(settled).toEqual([{ key: 'one', end: { state: 'completed' } }]);
  });
});
