import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { tabSecret } from '#renderer/transport/tab-secret.ts';

const place = (hash: string) => ({ hash, pathname: '/', search: '' });
const storage = (kept: string | null) => {
  let value = kept;
  return {
    getItem: () => value,
    setItem: (_: string, next: string) => {
      value = next;
    },
  };
};
const answers = (status: number, body: unknown) => vi.fn(async () => new Response(JSON.stringify(body), { status }));
const replaceState = vi.fn();

beforeEach(() => vi.stubGlobal('history', { replaceState }));
afterEach(() => {
  vi.unstubAllGlobals();
  replaceState.mockClear();
});

it('exchanges the link’s token for the tab’s secret, keeps it, and takes the token out of the address', async () => {
  const kept = storage(null);
  const ask = answers(200, { tab: 'secret' });
  expect(await tabSecret(place('#token=abc'), kept, ask as typeof fetch)).toBe('secret');
  expect(JSON.parse(String((ask.mock.calls[0] as unknown as [string, RequestInit])[1].body))).toEqual({ token: 'abc' });
  expect(replaceState).toHaveBeenCalledWith(null, '', '/');
  expect(kept.getItem()).toBe('secret');
});

it('without a token uses what the tab was given before, and asks nobody', async () => {
  const ask = answers(200, {});
  expect(await tabSecret(place(''), storage('before'), ask as typeof fetch)).toBe('before');
  expect(await tabSecret(place(''), storage(null), ask as typeof fetch)).toBeNull();
  expect(ask).not.toHaveBeenCalled();
});

it('with a token that is refused, or a host that does not answer, keeps what it had', async () => {
  expect(await tabSecret(place('#token=old'), storage('before'), answers(401, { error: 'wrong' }) as typeof fetch)).toBe('before');
  const gone = vi.fn(() => Promise.reject(new TypeError('no network')));
  expect(await tabSecret(place('#token=old'), storage(null), gone as unknown as typeof fetch)).toBeNull();
});
