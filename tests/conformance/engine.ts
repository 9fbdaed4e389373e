import { afterEach, beforeEach, describe } from 'vitest';
import type { QueueEngine } from '#electron/engine/port.ts';
import type { Clock } from '#shared/lib/clock.ts';
import { appendRules } from '#tests/conformance/engine-append.ts';
import { followRules } from '#tests/conformance/engine-follow.ts';
import { sharedRules } from '#tests/conformance/engine-shared.ts';

/** A fresh, empty engine, not started; `dispose` takes away what it left behind. */
export interface EngineUnderTest {
  readonly engine: QueueEngine;
  readonly dispose: () => Promise<void>;
}

/** What every rule works with: a started engine of its own and the clock it was given. */
export interface Bench {
  readonly engine: QueueEngine;
  /** Another engine, started, with another log. */
  readonly stranger: () => Promise<QueueEngine>;
  now: number;
  /** Whose clock says when an event was recorded: the one given to the engine, or the server's own. */
  readonly recordsBy: 'our clock' | 'server';
}

/** The promises of the `QueueEngine` port; every implementation passes them. */
export function engineConformance(
  name: string,
  makeEngine: (clock: Clock) => Promise<EngineUnderTest>,
  { recordsBy = 'our clock' }: { recordsBy?: Bench['recordsBy'] } = {},
): void {
  describe(`${name} as a QueueEngine`, () => {
    let made: EngineUnderTest[] = [];
    let bench: Bench;

    const make = async (): Promise<QueueEngine> => {
      const under = await makeEngine(() => bench.now);
      made.push(under);
      await under.engine.start();
      return under.engine;
    };
    beforeEach(async () => {
      bench = { engine: undefined as unknown as QueueEngine, stranger: make, now: 1_000_000, recordsBy };
      bench = Object.assign(bench, { engine: await make() });
    });
    afterEach(async () => {
      // Forgotten first, so that one that does not stop fails its own test alone.
      const over = made;
      made = [];
      for (const { engine, dispose } of over) {
        await engine.stop();
        await dispose();
      }
    });

    describe('append and read', () => appendRules(() => bench));
    describe('follow', () => followRules(() => bench));
    describe('holds, presence, signals, blobs, keys, threads', () => sharedRules(() => bench));
  });
}
