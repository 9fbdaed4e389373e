import { expect, it } from 'vitest';
import { phoneConnection } from '#electron/channels/phone/phone-connection.ts';
import { phoneCalls } from '#tests/fakes/phone-system.ts';
import { recordingLogger } from '#tests/fakes/recording-logger.ts';

const account = { id: 'line', name: 'Hotline', secret: 'the-right-secret', queue: 'general' };
const now = 1_800_000_000_000;
const [call] = phoneCalls(account, 1, now);
if (!call) throw new Error('no call');

it('is told again of what came before it began and after it stopped, and stops when nothing is under way', async () => {
  const held = Promise.withResolvers<void>();
  let came = 0;
  const take = async () => {
    came += 1;
    await held.promise;
  };
  const connection = phoneConnection({ account, calls: { take }, clock: () => now, logger: recordingLogger() });
  expect(connection.check).toBeNull();
  expect(connection.state().state).toBe('off');
  expect(await connection.webhook?.(call)).toMatchObject({ status: 503 });
  await connection.start();
  expect(connection.state().state).toBe('waiting');
  const answered = connection.webhook?.(call);
  let isStopped = false;
  const stopped = connection.stop().then(() => {
    isStopped = true;
  });
  expect(await connection.webhook?.(call)).toMatchObject({ status: 503 });
  expect([came, isStopped]).toEqual([1, false]);
  held.resolve();
  expect(await answered).toMatchObject({ status: 200 });
  await stopped;
  expect(connection.state().state).toBe('off');
});
