import { afterEach, beforeEach, expect, it } from 'vitest';
import { OwnAddresses } from '#electron/desk/mail/own-addresses.ts';
import { TEMPLATES } from '#shared/desk/desk-stream.ts';
import { recordingLogger } from '#tests/fakes/recording-logger.ts';
import { ConsoleParts, engineIn } from '#tests/integration/desk/console-parts-kit.ts';

const time = { now: 1_000 };
const engine = engineIn(null, time);
let parts: ConsoleParts;
const begun: OwnAddresses[] = [];

beforeEach(async () => {
  await engine.start();
  parts = await new ConsoleParts(engine, time).start();
});
afterEach(async () => {
  for (const one of begun.splice(0)) await one.stop();
  await parts.stop();
  await engine.stop();
});

async function hostOf(host: string, served: () => readonly string[]): Promise<OwnAddresses> {
  const { log, hub } = parts;
  const one = new OwnAddresses({ log, hub, host, served, clock: () => time.now, logger: recordingLogger() });
  begun.push(one);
  await one.start();
  return one;
}

const told = async () => (await engine.read(TEMPLATES)).map(({ body }) => body);

it('each host tells its own, once, and again when they are others; what another told is known, also after a start', async () => {
  let own = ['Service@wallet.example'];
  const a = await hostOf('a', () => own);
  a.changed();
  await a.tell();
  await a.tell();
  expect(await told()).toEqual([{ host: 'a', addresses: ['service@wallet.example'] }]);
  const b = await hostOf('b', () => ['claims@wallet.example']);
  expect([a.others(), b.others()]).toEqual([[], ['service@wallet.example']]);
  await b.tell();
  own = ['help@wallet.example', 'service@wallet.example'];
  a.changed();
  await a.tell();
  expect(await told()).toHaveLength(3);
  expect((await hostOf('c', () => [])).others().toSorted()).toEqual(['claims@wallet.example', 'help@wallet.example', 'service@wallet.example']);
});

it('hears what others tell while it runs', async () => {
  const { log } = parts;
  let hear: (ingested: { readonly events: Awaited<ReturnType<typeof log.read>>; readonly rows: readonly never[] }) => void = () => undefined;
  const one = new OwnAddresses({
    log,
    hub: {
      onIngested: (listener) => {
        hear = listener as never;
        return () => undefined;
      },
    },
    ...{ host: 'a', served: () => [], clock: () => time.now, logger: recordingLogger() },
  });
  begun.push(one);
  await one.start();
  await (await hostOf('b', () => ['claims@wallet.example'])).tell();
  expect(one.others()).toEqual([]);
  hear({ events: await log.read(TEMPLATES), rows: [] });
  expect(one.others()).toEqual(['claims@wallet.example']);
});

it('what is told while the log is read at a start is not taken back by what was read before', async () => {
  const { log } = parts;
  let own = ['claims@wallet.example'];
  const b = await hostOf('b', () => own);
  await b.tell();
  let hear: (ingested: { readonly events: Awaited<ReturnType<typeof log.read>>; readonly rows: readonly never[] }) => void = () => undefined;
  const hub: ConstructorParameters<typeof OwnAddresses>[0]['hub'] = {
    onIngested: (listener) => {
      hear = listener;
      return () => undefined;
    },
  };
  const slow = {
    engine: log.engine,
    seal: log.seal.bind(log),
    append: log.append.bind(log),
    read: async (...asked: Parameters<typeof log.read>) => {
      const before = await log.read(...asked);
      own = ['help@wallet.example'];
      await b.tell();
      hear({ events: (await log.read(TEMPLATES)).slice(before.length), rows: [] });
      return before;
    },
  };
  const one = new OwnAddresses({ log: slow, hub, host: 'a', served: () => [], clock: () => time.now, logger: recordingLogger() });
  begun.push(one);
  await one.start();
  expect(one.others()).toEqual(['help@wallet.example']);
});
