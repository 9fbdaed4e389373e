import { describe, expect, it } from 'vitest';
import { fetchSiteAllowed, guard, hostAllowed, originAllowed, type RequestHead } from '#shared/lib/http-guard.ts';

const own = ['localhost:4000', '127.0.0.1:4000'];
const write: RequestHead = { method: 'POST', host: 'localhost:4000', origin: 'http://localhost:4000', fetchSite: 'same-origin', upgrade: false };
const read: RequestHead = { ...write, method: 'GET', origin: undefined, fetchSite: undefined };
const open: RequestHead = { ...write, method: 'GET', upgrade: true };

describe('hostAllowed', () => {
  it('takes the listed authorities to the letter', () => {
    const given = ['localhost:4000', '127.0.0.1:4000', 'localhost', 'LOCALHOST:4000', 'localhost:40000', 'xlocalhost:4000', '', undefined];
    expect(given.filter((host) => hostAllowed(host, own))).toEqual(own);
  });

  it('takes none where none is listed: a server that is not up yet', () => {
    expect(hostAllowed('', [])).toBe(false);
    expect(hostAllowed(undefined, [''])).toBe(false);
  });
});

describe('originAllowed', () => {
  it('takes the listed authorities over http alone', () => {
    const given = ['http://localhost:4000', 'https://localhost:4000', 'localhost:4000', 'http://localhost:4000/', 'null', 'http://', '', undefined];
    expect(given.filter((origin) => originAllowed(origin, own))).toEqual(['http://localhost:4000']);
  });
});

describe('fetchSiteAllowed', () => {
  it('takes what the browser says of the server’s own page, and silence', () => {
    const given = ['same-origin', 'none', undefined, 'same-site', 'cross-site', ''];
    expect(given.filter(fetchSiteAllowed)).toEqual(['same-origin', 'none', undefined]);
  });
});

describe('guard', () => {
  it.each([
    ['a write from its own page', write, null],
    ['an upgrade from its own page', open, null],
    ['a page opened by hand', read, null],
    ['a page opened from a link elsewhere', { ...read, fetchSite: 'cross-site' }, null],
    ['a read from its own page', { ...read, origin: 'http://localhost:4000' }, null],
    ['a HEAD without origin', { ...read, method: 'HEAD' }, null],
    ['another host', { ...read, host: 'evil.test:4000' }, 'host'],
    ['no host', { ...read, host: undefined }, 'host'],
    ['a write without origin', { ...write, origin: undefined }, 'origin'],
    ['a write of a page without origin', { ...write, origin: 'null' }, 'origin'],
    ['a write from elsewhere', { ...write, origin: 'http://evil.test' }, 'origin'],
    ['a read told to come from elsewhere', { ...read, origin: 'http://evil.test' }, 'origin'],
    ['a read of a page without origin', { ...read, origin: 'null' }, 'origin'],
    ['an upgrade without origin', { ...open, origin: undefined }, 'origin'],
    ['an upgrade of a page without origin', { ...open, origin: 'null' }, 'origin'],
    ['an upgrade that says it is cross-site', { ...open, fetchSite: 'cross-site' }, 'fetch-site'],
    ['a write that says it is same-site', { ...write, fetchSite: 'same-site' }, 'fetch-site'],
    ['a method in lower case', { ...read, method: 'get' }, 'origin'],
    ['a method nobody knows', { ...read, method: 'BREW' }, 'origin'],
  ] as const)('%s', (_name, head, refused) => {
    expect(guard(head, own)).toBe(refused);
  });

  it.each(['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'CONNECT'])('%s needs its own origin', (method) => {
    expect(guard({ ...write, method }, own)).toBeNull();
    expect(guard({ ...write, method, origin: undefined }, own)).toBe('origin');
  });
});
