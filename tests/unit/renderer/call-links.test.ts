import { expect, test } from 'vitest';
import { CallLinks } from '#renderer/transport/call-links.ts';
import { tabSecret } from '#renderer/transport/tab-secret.ts';

/** A page and the tabs of its browser, each a channel to the others. */
class FakeBrowser {
  readonly channels: { onmessage: ((event: MessageEvent) => void) | null; postMessage: (data: unknown) => void }[] = [];

  tab(hash = '') {
    const channel = {
      onmessage: null as ((event: MessageEvent) => void) | null,
      postMessage: (data: unknown) => {
        for (const other of this.channels) if (other !== channel) other.onmessage?.({ data } as MessageEvent);
      },
    };
    this.channels.push(channel);
    const location = { hash, pathname: '/', search: '?a=1' };
    const written: string[] = [];
    let changed: () => void = () => undefined;
    const replaceState = (_state: unknown, _title: string, address?: string | URL | null) => {
      written.push(String(address));
      location.hash = '';
    };
    const addEventListener = (_name: 'hashchange', listener: () => void) => {
      changed = listener;
    };
    const page = { location, history: { replaceState }, addEventListener };
    const links = new CallLinks(page, channel as never);
    links.start();
    const go = (next: string) => {
      location.hash = next;
      changed();
    };
    return { links, go, written, location };
  }
}

const fragment = (call: string) => `#call?from=+8613800138000&call=${call}`;

test('a fragment is told and leaves the address at once, before anybody signed in too', () => {
  const tab = new FakeBrowser().tab(fragment('a'));
  expect(tab.written).toEqual(['/?a=1']);
  const told: string[] = [];
  tab.links.follow(({ call }) => told.push(call));
  tab.go(fragment('b'));
  expect(told).toEqual(['a', 'b']);
  expect(tab.written).toEqual(['/?a=1', '/?a=1']);
});

test('a fragment that is none leaves the address too, and tells nothing', () => {
  const tab = new FakeBrowser().tab('#call?from=<script>&call=1');
  const told: string[] = [];
  tab.links.follow(({ call }) => told.push(call));
  expect([told, tab.location.hash]).toEqual([[], '']);
});

test('a new tab hands its call to the tab where somebody works, and to no other', () => {
  const browser = new FakeBrowser();
  const [working, idle] = [browser.tab(), browser.tab()];
  const told: string[] = [];
  const stop = working.links.follow(({ call }) => told.push(call));
  browser.tab(fragment('a'));
  expect(told).toEqual(['a']);
  stop();
  browser.tab(fragment('b'));
  expect(told).toEqual(['a']);
  const late: string[] = [];
  idle.links.follow(({ call }) => late.push(call));
  expect(late).toEqual([]);
});

test('no token is taken out of a fragment that tells of a call, and another fragment is let be', async () => {
  const asked: unknown[] = [];
  const ask = async (...given: unknown[]) => {
    asked.push(given);
    return new Response('{}', { status: 403 });
  };
  const kept = { getItem: () => 'mine', setItem: () => undefined };
  const address = { hash: `${fragment('a')}&token=theirs`, pathname: '/', search: '' };
  expect(await tabSecret(address, kept, ask as typeof fetch)).toBe('mine');
  expect(asked).toEqual([]);
  const tab = new FakeBrowser().tab('#token=right');
  expect(tab.location.hash).toBe('#token=right');
});
