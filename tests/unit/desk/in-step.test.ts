import { expect, it } from 'vitest';
import type { Ingested } from '#electron/desk/cases/case-hub.ts';
import { InStep } from '#electron/desk/cases/in-step.ts';
import { Topic } from '#electron/desk/topic.ts';
import { recordingLogger } from '#tests/fakes/recording-logger.ts';

type Frame = { readonly state: 'live' | 'lost' | 'catching-up'; readonly upTo: number; readonly behind: number };

it('takes live events at once, and settles at its start and whenever the log was read through again', async () => {
  const sync = new Topic<Frame>({ state: 'live', upTo: 0, behind: 0 });
  let tell: (ingested: Ingested) => void = () => undefined;
  const did: string[] = [];
  let wake: () => void = () => undefined;
  const steps = new InStep({
    hub: {
      sync: () => sync.value,
      onSync: (signal) => sync.follow(signal),
      onIngested: (listener) => {
        tell = listener;
        return () => undefined;
      },
    },
    take: async ({ events }) => {
      did.push(`take ${events.length}`);
    },
    settle: async () => {
      did.push('settle');
      wake();
    },
    logger: recordingLogger(),
  });
  const batch = { events: [], rows: [] } as unknown as Ingested;
  steps.start();
  tell(batch);
  await steps.settled();
  expect(did).toEqual(['settle', 'take 0']);
  for (const state of ['lost', 'catching-up'] as const) {
    sync.set({ ...sync.value, state });
    await new Promise(setImmediate);
  }
  tell(batch);
  await steps.settled();
  expect(did).toHaveLength(2);
  const again = new Promise<void>((resolve) => {
    wake = resolve;
  });
  sync.set({ ...sync.value, state: 'live' });
  await again;
  expect(did).toEqual(['settle', 'take 0', 'settle']);
  await steps.stop();
});
