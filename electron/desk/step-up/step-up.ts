import { randomBytes } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';
import type { Audit } from '#electron/desk/audit/audit.ts';
import { Challenges } from '#electron/desk/step-up/challenges.ts';
import { Passkeys } from '#electron/desk/step-up/passkeys.ts';
import { type Proof, Proofs, refusedProof } from '#electron/desk/step-up/proofs.ts';
import type { SecretBox } from '#electron/desk/step-up/secret-box.ts';
import { Tries } from '#electron/desk/step-up/tries.ts';
import type { Authenticator, StepUpBook } from '#electron/store/port.ts';
import type { PasskeyAnswer, PasskeyCreation, PasskeyMade, PasskeyRequest } from '#shared/desk/passkey.ts';
import type { Person } from '#shared/desk/person.ts';
import { authenticatorPurpose, type EnrolmentProof, type ProofPurpose, type StepUpRefusal, type StepUpState } from '#shared/desk/step-up.ts';
import type { Clock } from '#shared/lib/clock.ts';
import type { NewId, PersonId } from '#shared/lib/ids.ts';
import type { Logger } from '#shared/lib/logger.ts';
import { fail, ok, type Result } from '#shared/lib/result.ts';
import { type Instant, SECOND } from '#shared/lib/time.ts';

interface Options {
  readonly book: StepUpBook;
  readonly box: SecretBox;
  readonly audit: Pick<Audit, 'record'>;
  /** The demo's people have no phones: each has an app from the first, whose codes are shown. */
  readonly demo: boolean;
  readonly issuer: string;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly logger: Logger;
}

/** A window or tab, and the origin of its page; null where that takes no passkeys. */
export interface ProvingPage {
  readonly session: string;
  readonly origin: string | null;
}

/** RFC 6238 as every authenticator app has it. */
const FORM = { algorithm: 'SHA1', digits: 6, period: 30 } as const;
const STEP_MS = FORM.period * SECOND;
/** A phone's clock may be one step off. */
const WINDOW = 1;
const SECRET_BYTES = 20;

type Taken<T> = Result<T, StepUpRefusal>;
type Given = { readonly proof: string; readonly until: Instant };

const appIn = (own: readonly Authenticator[]): Authenticator | null => own.find(({ kind }) => kind === 'totp') ?? null;

const boundOf = (person: PersonId): string => `totp of ${person}`;

/**
 * The second proof that a person gives of themselves before something that reaches far: a code of their app, or a
 * passkey's signature. It is checked here and nowhere else; a code is taken once, whichever window it was typed in; five
 * that are wrong lock for a minute. What the screen gets is the name of a proof for one purpose, for a minute and for
 * one use.
 */
export class StepUp {
  readonly proofs: Proofs;
  readonly #options: Options;
  /** A secret that was shown and is not confirmed, by session. */
  readonly #begun = new Map<string, { readonly person: PersonId; readonly secret: Uint8Array }>();
  readonly #challenges: Challenges;
  readonly #passkeys: Passkeys;
  readonly #tries: Tries;
  #line: Promise<unknown> = Promise.resolve();

  constructor(options: Options) {
    this.#options = options;
    this.proofs = new Proofs(options.clock);
    this.#challenges = new Challenges(options.clock);
    this.#passkeys = new Passkeys(options);
    this.#tries = new Tries(options.book, options.clock);
  }

  async state(person: Person): Promise<Omit<StepUpState, 'asksPassword' | 'offersPasskeys'>> {
    const own = await this.#own(person.id);
    const app = appIn(own);
    return {
      enrolled: app !== null,
      passkeys: [...this.#passkeys.list(own)],
      lockedUntil: await this.#tries.lockedUntil(person.id),
      demo: app !== null && this.#options.demo ? this.#demoCode(app) : null,
    };
  }

  /** Makes a secret for an app, in force once a code of it came back; who has an app or a passkey already proves it by that. */
  begin(session: string, person: Person, given: EnrolmentProof | null): Promise<Taken<{ readonly secret: string; readonly uri: string }>> {
    return this.#inLine(async () => {
      const proved = await this.#provedForMore(session, person, 'add-app', given);
      if (!proved.ok) return proved;
      const secret = randomBytes(SECRET_BYTES);
      this.#begun.set(session, { person: person.id, secret });
      const app = this.#app(secret, person.name.en);
      return ok({ secret: app.secret.base32, uri: app.toString() });
    });
  }

  /** Takes the app into use that the session was shown, in the place of the one before. */
  confirm(session: string, person: Person, code: string): Promise<Taken<null>> {
    return this.#inLine(async () => {
      const { book, box, clock, newId } = this.#options;
      const begun = this.#begun.get(session);
      if (begun?.person !== person.id) return fail(refusedProof('nothing-begun'));
      const step = this.#stepOf(begun.secret, code);
      if (step === null) return fail(refusedProof('wrong'));
      await this.#record(person, { kind: 'stepUp.enrolled', fields: ['totp'] });
      const sealed = box.seal(begun.secret, boundOf(person.id));
      await book.save({ id: newId(), person: person.id, kind: 'totp', sealed, madeAt: clock(), used: step });
      this.#begun.delete(session);
      return ok(null);
    });
  }

  /** Proves who somebody is by a code of their app, for one purpose. */
  prove(session: string, person: Person, code: string, purpose: ProofPurpose): Promise<Taken<Given>> {
    return this.#inLine(async () => this.#give(session, person, 'totp', purpose, await this.#take(person, code)));
  }

  /** Begins another passkey; who has an app or a passkey already proves it by that. */
  beginPasskey({ session, origin }: ProvingPage, person: Person, given: EnrolmentProof | null): Promise<Taken<PasskeyCreation>> {
    return this.#inLine(async () => {
      if (origin === null) return fail(refusedProof('not-here'));
      const proved = await this.#provedForMore(session, person, 'add-passkey', given);
      if (!proved.ok) return proved;
      return this.#passkeys.creation(person, this.#challenges.make(session, person.id, null));
    });
  }

  /** Takes the passkey into use that the session's page had made. */
  confirmPasskey({ session, origin }: ProvingPage, person: Person, name: string, made: PasskeyMade): Promise<Taken<null>> {
    return this.#inLine(async () => {
      if (origin === null) return fail(refusedProof('not-here'));
      const challenge = this.#challenges.take(session, person.id, null);
      if (!challenge.ok) return challenge;
      const passkey = await this.#passkeys.made(person.id, origin, challenge.value, name, made);
      if (!passkey.ok) return passkey;
      await this.#record(person, { kind: 'stepUp.enrolled', fields: ['passkey'] });
      await this.#options.book.save(passkey.value);
      return ok(null);
    });
  }

  /** What the page's authenticator is to sign for one purpose. */
  async askPasskey({ session, origin }: ProvingPage, person: Person, purpose: ProofPurpose): Promise<Taken<PasskeyRequest>> {
    if (origin === null) return fail(refusedProof('not-here'));
    const lockedUntil = await this.#tries.lockedUntil(person.id);
    if (lockedUntil !== null) return fail(refusedProof('locked', lockedUntil));
    const request = await this.#passkeys.request(person.id, this.#challenges.make(session, person.id, purpose));
    return request === null ? fail(refusedProof('not-enrolled')) : ok(request);
  }

  /** Proves who somebody is by a passkey, for the purpose that it was asked for. */
  provePasskey(page: ProvingPage, person: Person, answer: PasskeyAnswer, purpose: ProofPurpose): Promise<Taken<Given>> {
    return this.#inLine(async () => this.#give(page.session, person, 'passkey', purpose, await this.#takePasskey(page, person, answer, purpose)));
  }

  /** Takes a passkey out of use; the proof is for this one. */
  removePasskey(session: string, person: Person, id: string, proof: string): Promise<Taken<null>> {
    return this.#inLine(async () => {
      const proved = await this.redeem(session, person, proof, authenticatorPurpose('remove-passkey', id));
      if (!proved.ok) return proved;
      if (!(await this.#own(person.id)).some((one) => one.kind === 'passkey' && one.id === id)) return ok(null);
      await this.#record(person, { kind: 'stepUp.removed', fields: ['passkey'], facts: { person: person.id } });
      await this.#options.book.drop(person.id, id);
      return ok(null);
    });
  }

  /** Takes a proof for exactly this purpose; a refusal is on record. */
  async redeem(session: string, person: Person, proof: string, purpose: ProofPurpose): Promise<Taken<Proof>> {
    const redeemed = this.proofs.redeem(proof, session, person.id, purpose);
    if (!redeemed.ok) {
      const { caseId, customer } = purpose;
      await this.#record(person, { kind: 'stepUp.refused', caseId, customer, reason: redeemed.error.code, outcome: 'refused' });
    }
    return redeemed;
  }

  /** Takes away all that a person proves by: their phone is lost. */
  async remove(by: Person, person: PersonId): Promise<void> {
    const { book } = this.#options;
    if ((await book.authenticators(person)).length === 0) return;
    await this.#record(by, { kind: 'stepUp.removed', facts: { person } });
    await book.drop(person, null);
    await this.#tries.forget(person);
  }

  /** A session that ends leaves nothing behind that could be used. */
  drop(session: string): void {
    this.#begun.delete(session);
    this.#challenges.drop(session);
    this.proofs.drop(session);
  }

  async #record(by: Person, note: Parameters<Audit['record']>[1]): Promise<void> {
    await this.#options.audit.record({ kind: by.role, id: by.id }, note);
  }

  /** Makes a proof of what was taken; both are on record. */
  async #give(session: string, person: Person, method: Proof['method'], purpose: ProofPurpose, taken: Taken<null>): Promise<Taken<Given>> {
    const facts = {
      purpose: purpose.purpose,
      action: purpose.action,
      ...(purpose.amount === null ? {} : { minor: purpose.amount.minor, currency: purpose.amount.currency }),
    };
    const common = { caseId: purpose.caseId, customer: purpose.customer, fields: [method], facts };
    if (!taken.ok) {
      await this.#record(person, { kind: 'stepUp.refused', ...common, reason: taken.error.code, outcome: 'refused' });
      return taken;
    }
    await this.#record(person, { kind: 'stepUp.proved', ...common });
    return ok(this.proofs.give(session, { person: person.id, method, authAt: this.#options.clock(), purpose }));
  }

  /** Whether somebody may add to what they prove themselves by: who has nothing yet, or proves themselves by what they have. */
  async #provedForMore(session: string, person: Person, action: 'add-app' | 'add-passkey', given: EnrolmentProof | null): Promise<Taken<unknown>> {
    if ((await this.#own(person.id)).length === 0) return ok(null);
    if (given === null) return fail(refusedProof('enrolled'));
    return this.redeem(session, person, given.proof, authenticatorPurpose(action, given.nonce));
  }

  #app(secret: Uint8Array, label: string): TOTP {
    return new TOTP({ ...FORM, issuer: this.#options.issuer, label, secret: new Secret({ buffer: new Uint8Array(secret).buffer }) });
  }

  /** What a person proves themselves by; the demo's people are given an app when it is first asked for. */
  async #own(person: PersonId): Promise<readonly Authenticator[]> {
    const { book, box, demo, clock, newId } = this.#options;
    const own = await book.authenticators(person);
    if (!demo || appIn(own) !== null) return own;
    const made: Authenticator = { id: newId(), person, kind: 'totp', sealed: box.seal(box.derive(boundOf(person)), boundOf(person)), madeAt: clock(), used: 0 };
    await book.save(made);
    return [...own, made];
  }

  /** The time step that a code belongs to; null where it belongs to none near now. */
  #stepOf(secret: Uint8Array, code: string): number | null {
    const timestamp = this.#options.clock();
    const delta = this.#app(secret, 'app').validate({ token: code, timestamp, window: WINDOW });
    return delta === null ? null : Math.floor(timestamp / STEP_MS) + delta;
  }

  async #take(person: Person, code: string): Promise<Taken<null>> {
    const { book, box } = this.#options;
    const lockedUntil = await this.#tries.lockedUntil(person.id);
    if (lockedUntil !== null) return fail(refusedProof('locked', lockedUntil));
    const known = appIn(await this.#own(person.id));
    const secret = known === null ? null : box.open(known.sealed, boundOf(person.id));
    if (known === null || secret === null) return fail(refusedProof('not-enrolled'));
    const step = this.#stepOf(secret, code);
    if (step === null) return fail(await this.#tries.fail(person.id, 'wrong'));
    if (!(await book.use(known.id, step))) return fail(refusedProof('used'));
    await this.#tries.forget(person.id);
    return ok(null);
  }

  async #takePasskey({ session, origin }: ProvingPage, person: Person, answer: PasskeyAnswer, purpose: ProofPurpose): Promise<Taken<null>> {
    if (origin === null) return fail(refusedProof('not-here'));
    // Also under a lock: a challenge is good for one answer, whatever becomes of it.
    const challenge = this.#challenges.take(session, person.id, purpose);
    const lockedUntil = await this.#tries.lockedUntil(person.id);
    if (lockedUntil !== null) return fail(refusedProof('locked', lockedUntil));
    if (!challenge.ok) return challenge;
    if (!(await this.#passkeys.holds(person.id, origin, challenge.value, answer))) return fail(await this.#tries.fail(person.id, 'passkey'));
    await this.#tries.forget(person.id);
    return ok(null);
  }

  /** The next code that will be taken: one is taken once, so that after a use it is the one of the step to come. */
  #demoCode({ person, sealed, used }: Authenticator): StepUpState['demo'] {
    const secret = this.#options.box.open(sealed, boundOf(person));
    if (secret === null) return null;
    const step = Math.max(Math.floor(this.#options.clock() / STEP_MS), used + 1);
    // The window takes a code one step early.
    return { code: this.#app(secret, 'demo').generate({ timestamp: step * STEP_MS }), from: (step - WINDOW) * STEP_MS };
  }

  #inLine<T>(work: () => Promise<T>): Promise<T> {
    const run = this.#line.then(work, work);
    this.#line = run.catch(() => undefined);
    return run;
  }
}
