import { randomBytes } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';
import type { Audit } from '#electron/desk/audit/audit.ts';
import { type Proof, Proofs, refusedProof } from '#electron/desk/step-up/proofs.ts';
import type { SecretBox } from '#electron/desk/step-up/secret-box.ts';
import type { Authenticator, StepUpBook } from '#electron/store/port.ts';
import type { Person } from '#shared/desk/person.ts';
import type { ProofPurpose, StepUpRefusal, StepUpState } from '#shared/desk/step-up.ts';
import type { Clock } from '#shared/lib/clock.ts';
import type { NewId, PersonId } from '#shared/lib/ids.ts';
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
}

/** RFC 6238 as every authenticator app has it. */
const FORM = { algorithm: 'SHA1', digits: 6, period: 30 } as const;
const STEP_MS = FORM.period * SECOND;
/** A phone's clock may be one step off. */
const WINDOW = 1;
const TRIES = 5;
const LOCK_MS = 60 * SECOND;
const SECRET_BYTES = 20;

type Taken<T> = Result<T, StepUpRefusal>;

const boundOf = (person: PersonId): string => `totp of ${person}`;

/**
 * The second proof that a person gives of themselves before something that reaches far. It is checked here and nowhere
 * else; a code is taken once, whichever window it was typed in; five wrong ones lock for a minute. What the screen gets
 * is the name of a proof for one purpose, for a minute and for one use.
 */
export class StepUp {
  readonly proofs: Proofs;
  readonly #options: Options;
  /** A secret that was shown and is not confirmed, by session. */
  readonly #begun = new Map<string, { readonly person: PersonId; readonly secret: Uint8Array }>();
  #line: Promise<unknown> = Promise.resolve();

  constructor(options: Options) {
    this.#options = options;
    this.proofs = new Proofs(options.clock);
  }

  async state(person: Person): Promise<Omit<StepUpState, 'asksPassword'>> {
    const { book, clock } = this.#options;
    const known = await this.#appOf(person.id);
    const failed = await book.failed(person.id);
    return {
      enrolled: known !== null,
      lockedUntil: failed !== null && failed.lockedUntil > clock() ? failed.lockedUntil : null,
      demo: known !== null && this.#options.demo ? this.#demoCode(known) : null,
    };
  }

  /** Makes a secret for an app, in force once a code of it came back; who has an app already proves it by a code of that one. */
  begin(session: string, person: Person, code: string | null): Promise<Taken<{ readonly secret: string; readonly uri: string }>> {
    return this.#inLine(async () => {
      if ((await this.#appOf(person.id)) !== null) {
        if (code === null) return fail(refusedProof('enrolled'));
        const taken = await this.#take(person, code);
        if (!taken.ok) return taken;
      }
      const secret = randomBytes(SECRET_BYTES);
      this.#begun.set(session, { person: person.id, secret });
      const app = this.#app(secret, person.name.en);
      return ok({ secret: app.secret.base32, uri: app.toString() });
    });
  }

  /** Takes the app into use that the session was shown, in the place of the one before. */
  confirm(session: string, person: Person, code: string): Promise<Taken<null>> {
    return this.#inLine(async () => {
      const { book, box, audit, clock, newId } = this.#options;
      const begun = this.#begun.get(session);
      if (begun?.person !== person.id) return fail(refusedProof('nothing-begun'));
      const step = this.#stepOf(begun.secret, code);
      if (step === null) return fail(refusedProof('wrong'));
      await audit.record({ kind: person.role, id: person.id }, { kind: 'stepUp.enrolled', fields: ['totp'] });
      const sealed = box.seal(begun.secret, boundOf(person.id));
      await book.save({ id: newId(), person: person.id, kind: 'totp', sealed, madeAt: clock(), used: step });
      this.#begun.delete(session);
      return ok(null);
    });
  }

  /** Proves who somebody is by a code of their app, for one purpose. */
  prove(session: string, person: Person, code: string, purpose: ProofPurpose): Promise<Taken<{ readonly proof: string; readonly until: Instant }>> {
    return this.#inLine(async () => {
      const taken = await this.#take(person, code);
      const { audit, clock } = this.#options;
      const facts = {
        purpose: purpose.purpose,
        action: purpose.action,
        ...(purpose.amount === null ? {} : { minor: purpose.amount.minor, currency: purpose.amount.currency }),
      };
      const about = { caseId: purpose.caseId, customer: purpose.customer };
      const by = { kind: person.role, id: person.id };
      if (!taken.ok) {
        await audit.record(by, { kind: 'stepUp.refused', ...about, reason: taken.error.code, outcome: 'refused', facts });
        return taken;
      }
      await audit.record(by, { kind: 'stepUp.proved', ...about, fields: ['totp'], facts });
      return ok(this.proofs.give(session, { person: person.id, method: 'totp', authAt: clock(), purpose }));
    });
  }

  /** Takes a proof for exactly this purpose; a refusal is on record. */
  async redeem(session: string, person: Person, proof: string, purpose: ProofPurpose): Promise<Taken<Proof>> {
    const redeemed = this.proofs.redeem(proof, session, person.id, purpose);
    if (!redeemed.ok) {
      const { caseId, customer } = purpose;
      const by = { kind: person.role, id: person.id };
      await this.#options.audit.record(by, { kind: 'stepUp.refused', caseId, customer, reason: redeemed.error.code, outcome: 'refused' });
    }
    return redeemed;
  }

  /** Takes away all that a person proves by: their phone is lost. */
  async remove(by: Person, person: PersonId): Promise<void> {
    const { book, audit } = this.#options;
    if ((await book.authenticators(person)).length === 0) return;
    await audit.record({ kind: by.role, id: by.id }, { kind: 'stepUp.removed', facts: { person } });
    await book.drop(person, null);
    await book.noteFailed(person, null);
  }

  /** A session that ends leaves nothing behind that could be used. */
  drop(session: string): void {
    this.#begun.delete(session);
    this.proofs.drop(session);
  }

  #app(secret: Uint8Array, label: string): TOTP {
    return new TOTP({ ...FORM, issuer: this.#options.issuer, label, secret: new Secret({ buffer: new Uint8Array(secret).buffer }) });
  }

  /** A person's app; the demo's people are given one when it is first asked for. */
  async #appOf(person: PersonId): Promise<Authenticator | null> {
    const { book, box, demo, clock, newId } = this.#options;
    const known = (await book.authenticators(person)).find(({ kind }) => kind === 'totp');
    if (known || !demo) return known ?? null;
    const made: Authenticator = { id: newId(), person, kind: 'totp', sealed: box.seal(box.derive(boundOf(person)), boundOf(person)), madeAt: clock(), used: 0 };
    await book.save(made);
    return made;
  }

  /** The time step that a code belongs to; null where it belongs to none near now. */
  #stepOf(secret: Uint8Array, code: string): number | null {
    const timestamp = this.#options.clock();
    const delta = this.#app(secret, 'app').validate({ token: code, timestamp, window: WINDOW });
    return delta === null ? null : Math.floor(timestamp / STEP_MS) + delta;
  }

  async #take(person: Person, code: string): Promise<Taken<null>> {
    const { book, box, clock } = this.#options;
    const failed = await book.failed(person.id);
    if (failed !== null && failed.lockedUntil > clock()) return fail(refusedProof('locked', failed.lockedUntil));
    const known = await this.#appOf(person.id);
    const secret = known === null ? null : box.open(known.sealed, boundOf(person.id));
    if (known === null || secret === null) return fail(refusedProof('not-enrolled'));
    const step = this.#stepOf(secret, code);
    if (step === null) return fail(await this.#noteFailure(person.id, failed !== null && failed.lockedUntil === 0 ? failed.failures + 1 : 1));
    if (!(await book.use(known.id, step))) return fail(refusedProof('used'));
    if (failed !== null) await book.noteFailed(person.id, null);
    return ok(null);
  }

  async #noteFailure(person: PersonId, failures: number): Promise<StepUpRefusal> {
    const { book, clock } = this.#options;
    const lockedUntil = failures < TRIES ? 0 : clock() + LOCK_MS;
    await book.noteFailed(person, { failures, lockedUntil });
    return lockedUntil === 0 ? refusedProof('wrong', null, TRIES - failures) : refusedProof('locked', lockedUntil);
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
