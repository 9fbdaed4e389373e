import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CALL_CHANNEL, CallLinks, linkAmong } from '#electron/main/call-links.ts';
import { hearCalls } from '#electron/preload/hear-calls.ts';
import { readCallFragment, readCallLink } from '#shared/contract/call-link.ts';
import { FakeFrame } from '#tests/fakes/electron.ts';
import { recordingLogger } from '#tests/fakes/recording-logger.ts';

const right = 'wallet-console://call?from=+8613800138000&to=4008000000&call=c-1';

describe('what an address tells', () => {
  test.each([
    [right, { from: '+8613800138000', to: '4008000000', call: 'c-1' }],
    ['WALLET-CONSOLE://call/?call=a:b@c.d&from=%2B62%20812-3456', { from: '+62 812-3456', to: null, call: 'a:b@c.d' }],
    ['wallet-console://call?from=anonymous&call=1', { from: null, to: null, call: '1' }],
    ['wallet-console://call?from=110&call=1&ring=loud', { from: '110', to: null, call: '1' }],
  ])('%s', (address, told) => {
    expect(readCallLink(address)).toEqual(told);
    expect(readCallFragment(`#call?${address.split('?')[1]}`)).toEqual(told);
  });

  test.each([
    ['another scheme', 'https://call?from=110&call=1'],
    ['another host', 'wallet-console://case?from=110&call=1'],
    ['a host that only begins so', 'wallet-console://call.example?from=110&call=1'],
    ['a user', 'wallet-console://me@call?from=110&call=1'],
    ['a port', 'wallet-console://call:80?from=110&call=1'],
    ['a path', 'wallet-console://call/../x?from=110&call=1'],
    ['no host', 'wallet-console:call?from=110&call=1'],
    ['a fragment', 'wallet-console://call?from=110&call=1#token=x'],
    ['no call', 'wallet-console://call?from=110'],
    ['an empty call', 'wallet-console://call?from=110&call='],
    ['a call with a blank', 'wallet-console://call?from=110&call=a%20b'],
    ['two numbers', 'wallet-console://call?from=110&from=120&call=1'],
    ['two calls', 'wallet-console://call?from=110&call=1&call=2'],
    ['words for a number', 'wallet-console://call?from=%3Cb%3E110&call=1'],
    ['a script', 'wallet-console://call?from=110&call=1&x=<script>'],
    ['a switch', 'wallet-console://call?from=110&call=1" --data-dir="/theirs'],
    ['a control character', 'wallet-console://call?from=110&call=1\u0000'],
    ['an encoded control character', 'wallet-console://call?from=110%00&call=1'],
    ['a broken encoding', 'wallet-console://call?from=%E0%A4%A&call=1'],
    ['an endless one', `wallet-console://call?from=110&call=1&x=${'x'.repeat(1_000)}`],
    ['an endless call', `wallet-console://call?from=110&call=${'x'.repeat(129)}`],
    ['an endless number', `wallet-console://call?from=${'1'.repeat(41)}&call=1`],
    ['nothing', ''],
  ])('nothing of one with %s', (_what, address) => {
    expect(readCallLink(address)).toBeNull();
  });

  test('whatever is written into it, nothing but numbers and a name comes out', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), fc.string({ unit: 'binary', maxLength: 60 }), fc.boolean(), (from, call, encoded) => {
        const part = (text: string) => (encoded ? encodeURIComponent(text.toWellFormed()) : text);
        const read = readCallLink(`wallet-console://call?from=${part(from)}&call=${part(call)}`);
        if (read === null) return;
        expect(read.from ?? '000').toMatch(/^[+＋]?[\d０-９ \u00a0().\-–－]{3,40}$/);
        expect(read.call).toMatch(/^[\w.:@-]{1,128}$/);
      }),
      { numRuns: 1_000, seed: 7 },
    );
  });

  test('only a fragment that begins so is one', () => {
    expect(readCallFragment('#token=x&call?from=110&call=1')).toBeNull();
    expect(readCallFragment('#callback?from=110&call=1')).toBeNull();
    expect(readCallFragment(`#call?from=110&call=1&x=${'x'.repeat(1_000)}`)).toBeNull();
  });

  test('it is found among the arguments of a start', () => {
    expect(linkAmong(['/opt/console', '--allow-file-access-from-files', '--', right])).toBe(right);
    expect(linkAmong(['/opt/console', '--lang', 'en'])).toBeNull();
  });
});

describe('how the page hears of it', () => {
  const made = () => {
    const time = { now: 1_000_000 };
    const logger = recordingLogger();
    return { time, logger, links: new CallLinks({ now: () => time.now, logger: () => logger }) };
  };
  const link = (call: string) => `wallet-console://call?from=110&call=${call}`;
  const told = (frame: FakeFrame) => frame.told.map(({ message }) => (message as { call: string }).call);

  test('once it asks, and each that comes later at once', () => {
    const { links } = made();
    const frame = new FakeFrame();
    expect(links.opened(link('a'))).toBe(true);
    links.asked({ senderFrame: frame });
    expect(frame.told).toEqual([{ channel: CALL_CHANNEL, message: { from: '110', to: null, call: 'a' } }]);
    links.opened(link('b'));
    // Loaded anew it asks again, and is told nothing twice.
    links.asked({ senderFrame: frame });
    expect(told(frame)).toEqual(['a', 'b']);
  });

  test('not of one that waited until the call was over', () => {
    const { links, time } = made();
    const frame = new FakeFrame();
    links.opened(link('a'));
    time.now += 121_000;
    links.asked({ senderFrame: frame });
    expect(frame.told).toEqual([]);
  });

  test('the same call once, and of a flood the first five', () => {
    const { links, time, logger } = made();
    const frame = new FakeFrame();
    links.asked({ senderFrame: frame });
    expect([links.opened(link('a')), links.opened(link('a'))]).toEqual([true, false]);
    for (let n = 0; n < 40; n++) links.opened(link(`flood-${n}`));
    expect(told(frame)).toHaveLength(5);
    expect(JSON.stringify(logger.lines)).not.toContain('110');
    time.now += 11_000;
    expect(links.opened(link('later'))).toBe(true);
  });

  test.each([
    ['a frame within the page', new FakeFrame({ parent: new FakeFrame() })],
    ['another page', new FakeFrame({ origin: 'https://example.com' })],
    ['a page that is gone', new FakeFrame({ detached: true })],
  ])('%s is told nothing', (_what, frame) => {
    const { links } = made();
    links.asked({ senderFrame: frame });
    links.opened(link('a'));
    expect(frame.told).toEqual([]);
  });

  test('the preload asks when the page listens, and passes on what it is told', () => {
    const { links } = made();
    const frame = new FakeFrame();
    let hear: ((event: unknown, told: unknown) => void) | undefined;
    const ipc = {
      on: (channel: string, listener: typeof hear) => {
        if (channel === CALL_CHANNEL) hear = listener;
      },
      send: (channel: string) => channel === CALL_CHANNEL && links.asked({ senderFrame: frame }),
    };
    const heard: unknown[] = [];
    const onCall = hearCalls(ipc as never);
    links.opened(link('a'));
    expect(frame.told).toEqual([]);
    onCall((one) => heard.push(one));
    for (const { message } of frame.told) hear?.({}, message);
    expect(heard).toEqual([{ from: '110', to: null, call: 'a' }]);
  });
});
