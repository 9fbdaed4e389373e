import dns from 'node:dns';
import { vi } from 'vitest';

/** A name that is no loopback's by its looks; whoever bears it might be anywhere. */
export const elsewhere = 'mail.wallet.example';

/** Has that name lead to this machine, until mocks are restored. */
export function leadHere(): void {
  const lookup = (host: string, options: unknown, done?: unknown): void => {
    const answer = (typeof options === 'function' ? options : done) as (...values: readonly unknown[]) => void;
    const all = typeof options === 'object' && options !== null && 'all' in options && options.all === true;
    const address = host === elsewhere ? '127.0.0.1' : host;
    queueMicrotask(() => (all ? answer(null, [{ address, family: 4 }]) : answer(null, address, 4)));
  };
  vi.spyOn(dns, 'lookup').mockImplementation(lookup as typeof dns.lookup);
  // nodemailer asks a name server first.
  const unknown = (_host: string, done: (cause: Error) => void): void => done(Object.assign(new Error('not found'), { code: dns.NOTFOUND }));
  for (const kind of ['resolve4', 'resolve6'] as const) vi.spyOn(dns.Resolver.prototype, kind).mockImplementation(unknown as typeof dns.resolve4);
}
