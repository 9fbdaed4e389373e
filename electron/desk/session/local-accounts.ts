import { createHash } from 'node:crypto';
import type { Accounts, AccountView, SignedInAccount, SignInFault } from '#electron/desk/session/accounts-port.ts';
import { type Cost, isPassword, makeVerifier, oneTimePassword } from '#electron/desk/session/password-verifier.ts';
import type { AccountBook, AccountRecord } from '#electron/store/port.ts';
import { loginOf, type PasswordFault, passwordFault } from '#shared/desk/password-rules.ts';
import type { Clock } from '#shared/lib/clock.ts';
import type { PersonId } from '#shared/lib/ids.ts';
import { fail, ok, type Result } from '#shared/lib/result.ts';
import { DAY, HOUR, type Instant, MINUTE } from '#shared/lib/time.ts';

interface Options {
  readonly book: AccountBook;
  readonly cost: Cost;
  readonly clock: Clock;
}

/** After so many failures a login is locked, first for a minute, then for twice as long each time, at most an hour. */
const FREE_FAILURES = 10;
const FIRST_LOCK = MINUTE;
const LONGEST_LOCK = HOUR;

/** How long a password of somebody else's making is good. */
const ONE_TIME_LASTS = 7 * DAY;

/** A login as failures are kept under: what was typed there by mistake may be a password. */
const digestOf = (login: string): string =>
  createHash('sha256')
    .update(`login ${loginOf(login)}`)
    .digest('hex');

/**
 * Accounts of this desk, in its encrypted ledger. Attempts are looked at one after another, so that a lock cannot be
 * outrun, and that many at once do not take the memory of many. A login that nobody has fails and locks like another.
 */
export class LocalAccounts implements Accounts {
  readonly #options: Options;
  #line: Promise<unknown> = Promise.resolve();

  constructor(options: Options) {
    this.#options = options;
  }

  async any(): Promise<boolean> {
    return (await this.#options.book.accounts()).length > 0;
  }

  async list(): Promise<readonly AccountView[]> {
    const { book, clock } = this.#options;
    const accounts = await book.accounts();
    return Promise.all(
      accounts.map(async ({ person, login, mustChange, changedAt }) => {
        const until = (await book.failedSignIns(digestOf(login)))?.lockedUntil ?? 0;
        return { person, login, mustChange, changedAt, lockedUntil: until > clock() ? until : null };
      }),
    );
  }

  async loginOf(person: PersonId): Promise<string | null> {
    return (await this.#options.book.account(person))?.login ?? null;
  }

  signIn(login: string, password: string): Promise<Result<SignedInAccount, SignInFault>> {
    return this.#inLine(async () => {
      const proved = await this.#prove(login, password);
      return proved.ok ? ok({ person: proved.value.person, mustChange: proved.value.mustChange }) : proved;
    });
  }

  changePassword(login: string, current: string, next: string): Promise<Result<PersonId, SignInFault | { readonly code: PasswordFault }>> {
    return this.#inLine(async () => {
      const proved = await this.#prove(login, current);
      if (!proved.ok) return proved;
      const fault = current === next ? 'unchanged' : passwordFault(next, login);
      if (fault !== null) return fail({ code: fault });
      await this.#options.book.changeAccount(await this.#record(proved.value.person, proved.value.login, next, false));
      return ok(proved.value.person);
    });
  }

  addFirst(person: PersonId, login: string, password: string): Promise<Result<null, { readonly code: PasswordFault | 'not-first' }>> {
    return this.#inLine(async () => {
      const fault = passwordFault(password, login);
      if (fault !== null) return fail({ code: fault });
      const added = await this.#options.book.addAccount(await this.#record(person, login, password, false), true);
      return added ? ok(null) : fail({ code: 'not-first' as const });
    });
  }

  invite(person: PersonId, login: string): Promise<Result<string, { readonly code: 'login-taken' | 'has-account' }>> {
    return this.#inLine(async () => {
      const { book } = this.#options;
      const code = oneTimePassword();
      if (await book.account(person)) return fail({ code: 'has-account' as const });
      const added = await book.addAccount(await this.#record(person, login, code, true), false);
      return added ? ok(code) : fail({ code: 'login-taken' as const });
    });
  }

  reset(person: PersonId): Promise<Result<string, { readonly code: 'no-account' }>> {
    return this.#inLine(async () => {
      const { book, clock } = this.#options;
      const known = await book.account(person);
      if (!known) return fail({ code: 'no-account' as const });
      const code = oneTimePassword();
      await book.changeAccount(await this.#record(person, known.login, code, true));
      await book.noteFailedSignIns(digestOf(known.login), null, clock());
      return ok(code);
    });
  }

  async #prove(login: string, password: string): Promise<Result<AccountRecord, SignInFault>> {
    const { book, clock, cost } = this.#options;
    const digest = digestOf(login);
    const failed = await book.failedSignIns(digest);
    if (failed !== null && failed.lockedUntil > clock()) return fail({ code: 'locked', until: failed.lockedUntil });
    const known = await book.accountByLogin(loginOf(login));
    if (!(await isPassword(password, known, cost)) || known === null) return fail(await this.#noteFailure(digest, (failed?.failures ?? 0) + 1));
    if (failed !== null) await book.noteFailedSignIns(digest, null, clock());
    return known.mustChange && clock() - known.changedAt > ONE_TIME_LASTS ? fail({ code: 'expired' }) : ok(known);
  }

  async #noteFailure(digest: string, failures: number): Promise<SignInFault> {
    const { book, clock } = this.#options;
    const now: Instant = clock();
    const locks = failures - FREE_FAILURES;
    const lockedUntil = locks < 0 ? 0 : now + Math.min(LONGEST_LOCK, FIRST_LOCK * 2 ** Math.min(locks, 10));
    await book.noteFailedSignIns(digest, { failures, lockedUntil }, now);
    return locks < 0 ? { code: 'wrong' } : { code: 'locked', until: lockedUntil };
  }

  async #record(person: PersonId, login: string, password: string, mustChange: boolean): Promise<AccountRecord> {
    const { cost, clock } = this.#options;
    return { ...(await makeVerifier(password, cost)), person, login: loginOf(login), mustChange, changedAt: clock() };
  }

  #inLine<T>(work: () => Promise<T>): Promise<T> {
    const run = this.#line.then(work, work);
    this.#line = run.catch(() => undefined);
    return run;
  }
}
