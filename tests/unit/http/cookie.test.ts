import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import { cookieOf } from '#electron/http/loopback-server.ts';

const read = (cookie: string | undefined) => cookieOf({ headers: { cookie } } as IncomingMessage, 'console');

describe('cookieOf', () => {
  it.each([
    ['console=abc', 'abc'],
    ['other=1; console=abc; more=2', 'abc'],
    ['other=1;console=abc', 'abc'],
    ['  console=abc  ', 'abc'],
    [undefined, null],
    ['', null],
    ['console', null],
    ['console=', null],
    ['Console=abc', null],
    ['xconsole=abc', null],
    ['other=console=abc', null],
    [';;;=;', null],
  ])('%j holds %j', (header, value) => {
    expect(read(header)).toBe(value);
  });
});
