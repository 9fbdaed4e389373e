import { createHash } from 'node:crypto';
import type { ConfigurationDesk } from '#electron/desk/configuration/configuration-desk.ts';
import { starterChanges } from '#electron/desk/configuration/starter-desk.ts';
import type { Accounts } from '#electron/desk/session/accounts-port.ts';
import type { Sessions } from '#electron/desk/session/sessions.ts';
import type { SignInRefusal } from '#shared/contract/errors.ts';
import type { Me } from '#shared/contract/schemas.ts';
import { itemKey } from '#shared/desk/desk-state.ts';
import { type PasswordFault, passwordFault } from '#shared/desk/password-rules.ts';
import { defaultCapacity, type Person } from '#shared/desk/person.ts';
import type { PersonId } from '#shared/lib/ids.ts';
import type { Localized } from '#shared/lib/localized.ts';
import { fail, ok, type Result } from '#shared/lib/result.ts';

interface Options {
  readonly accounts: Accounts;
  readonly sessions: Sessions;
  readonly desk: ConfigurationDesk;
  /** The demo desk asks nobody for a password. */
  readonly demo: boolean;
  /** Whether others believe what a person does here: a console's key may speak for one person alone, who then needs no password beside it. */
  readonly mayActAs: (person: Pick<Person, 'id' | 'role'>) => boolean;
  /** Names the log: the first administrator's id comes from it. */
  readonly engineId: string;
}

export type Entrance = 'people' | 'password' | 'set-up';
export type DoorFault =
  | { readonly kind: 'sign-in'; readonly fault: SignInRefusal }
  | { readonly kind: 'password'; readonly code: PasswordFault }
  | { readonly kind: 'closed' };

const refused = (code: SignInRefusal['code'], until: number | null = null): DoorFault => ({ kind: 'sign-in', fault: { code, until } });

/** The ways into a session: without a password on the demo desk, by an account, and by setting a desk up. */
export class Door {
  readonly #options: Options;
  #settingUp: Promise<unknown> = Promise.resolve();

  constructor(options: Options) {
    this.#options = options;
  }

  async entrance(): Promise<Entrance> {
    if (this.#options.demo || this.#keyed().length > 0) return 'people';
    return (await this.#options.accounts.any()) ? 'password' : 'set-up';
  }

  /** Whom one may sign in as by choosing them. */
  people(): readonly Person[] {
    return this.#options.demo ? this.#options.sessions.people().filter((person) => this.#options.mayActAs(person)) : this.#keyed();
  }

  /** Whom this console's key speaks for, where it does not speak for everybody. */
  #keyed(): readonly Person[] {
    const { sessions, mayActAs } = this.#options;
    return mayActAs({ id: 'somebody' as PersonId, role: 'administrator' }) ? [] : sessions.people().filter((person) => mayActAs(person));
  }

  /** Signs in without a password; null where that is no way in, or for nobody. */
  async choose(sessionId: string, person: PersonId): Promise<Me | null> {
    return this.people().some(({ id }) => id === person) ? this.#options.sessions.signIn(sessionId, person) : null;
  }

  async signIn(sessionId: string, login: string, password: string): Promise<Result<Me, DoorFault>> {
    const proved = await this.#options.accounts.signIn(login, password);
    if (!proved.ok) return fail(refused(proved.error.code, 'until' in proved.error ? proved.error.until : null));
    if (proved.value.mustChange) return fail(refused('must-change'));
    return this.#enter(sessionId, proved.value.person);
  }

  async changePassword(sessionId: string, login: string, current: string, next: string): Promise<Result<Me, DoorFault>> {
    const changed = await this.#options.accounts.changePassword(login, current, next);
    if (changed.ok) return this.#enter(sessionId, changed.value);
    const { error } = changed;
    if (error.code === 'locked') return fail(refused('locked', error.until));
    if (error.code === 'wrong' || error.code === 'expired') return fail(refused(error.code));
    return fail({ kind: 'password', code: error.code });
  }

  /** Makes the first administrator and what every desk begins with; of several at once one succeeds. */
  setUp(sessionId: string, name: Localized, login: string, password: string): Promise<Result<Me, DoorFault>> {
    const run = this.#settingUp.then(() => this.#setUp(sessionId, name, login, password));
    this.#settingUp = run.catch(() => undefined);
    return run;
  }

  async #setUp(sessionId: string, name: Localized, login: string, password: string): Promise<Result<Me, DoorFault>> {
    const { accounts, desk, engineId } = this.#options;
    if ((await this.entrance()) !== 'set-up') return fail({ kind: 'closed' });
    const fault = passwordFault(password, login);
    if (fault !== null) return fail({ kind: 'password', code: fault });
    // Derived, so that one who was cut short before there was an account is the same one again.
    const id = `first-${createHash('sha256').update(`first administrator ${engineId}`).digest('hex').slice(0, 16)}` as PersonId;
    const { revisions, position } = desk.state.value;
    const person: Person = { id, role: 'administrator', name, queues: [], languages: ['zh-CN', 'en'], skills: [], capacity: defaultCapacity, active: true };
    const own = { list: 'people' as const, id, value: person, basedOn: revisions[itemKey('people', id)]?.revision ?? 0 };
    const changes = [own, ...(position === 0 ? starterChanges : [])];
    const changed = await desk.change({ kind: 'administrator', id }, { changes, how: 'set-up' });
    if (!changed.ok) throw new Error(`the desk could not be set up: ${changed.error.code}`);
    const added = await accounts.addFirst(id, login, password);
    if (added.ok) return this.#enter(sessionId, id);
    return fail(added.error.code === 'not-first' ? { kind: 'closed' } : { kind: 'password', code: added.error.code });
  }

  async #enter(sessionId: string, person: PersonId): Promise<Result<Me, DoorFault>> {
    const known = this.#options.sessions.person(person);
    if (known && !this.#options.mayActAs(known)) return fail(refused('not-here'));
    const me = await this.#options.sessions.signIn(sessionId, person);
    return me ? ok(me) : fail(refused('inactive'));
  }
}
