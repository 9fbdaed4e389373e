import type { PasswordFault } from '#shared/desk/password-rules.ts';
import type { PersonId } from '#shared/lib/ids.ts';
import type { Result } from '#shared/lib/result.ts';
import type { Instant } from '#shared/lib/time.ts';

/** Why a sign-in failed: login or password are wrong, too many were wrong before, or a one-time password was not used in time. */
export type SignInFault = { readonly code: 'wrong' | 'expired' } | { readonly code: 'locked'; readonly until: Instant };

/** Who proved to be whom; with `mustChange` only to choose a password. */
export interface SignedInAccount {
  readonly person: PersonId;
  readonly mustChange: boolean;
}

export interface AccountView {
  readonly person: PersonId;
  readonly login: string;
  readonly mustChange: boolean;
  readonly changedAt: Instant;
  readonly lockedUntil: Instant | null;
}

/** Who somebody is, proved by a password. Local accounts implement it; a company's directory may. */
export interface Accounts {
  any(): Promise<boolean>;
  list(): Promise<readonly AccountView[]>;
  /** A person's login; null where they have no account. */
  loginOf(person: PersonId): Promise<string | null>;
  signIn(login: string, password: string): Promise<Result<SignedInAccount, SignInFault>>;
  /** Proves the present password, and takes another. */
  changePassword(login: string, current: string, next: string): Promise<Result<PersonId, SignInFault | { readonly code: PasswordFault }>>;
  /** Makes the desk's first account, unless there is one. */
  addFirst(person: PersonId, login: string, password: string): Promise<Result<null, { readonly code: PasswordFault | 'not-first' }>>;
  /** Makes an account; answers a password to be used once. */
  invite(person: PersonId, login: string): Promise<Result<string, { readonly code: 'login-taken' | 'has-account' }>>;
  /** Gives another password to be used once, and lifts a lock. */
  reset(person: PersonId): Promise<Result<string, { readonly code: 'no-account' }>>;
}
