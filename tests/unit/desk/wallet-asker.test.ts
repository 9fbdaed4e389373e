import { beforeEach, describe, expect, it } from 'vitest';
import { WalletAsker } from '#electron/desk/account-actions/wallet-asker.ts';
import type { OpenAction } from '#electron/store/port.ts';
import type { WalletConnection } from '#electron/wallet/port.ts';
import { fail, ok } from '#shared/lib/result.ts';
import { MINUTE, SECOND } from '#shared/lib/time.ts';
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
