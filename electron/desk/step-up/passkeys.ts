import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { MAKING_MS } from '#electron/desk/step-up/challenges.ts';
import { PROOF_MS, refusedProof } from '#electron/desk/step-up/proofs.ts';
import type { SecretBox } from '#electron/desk/step-up/secret-box.ts';
import type { Authenticator, StepUpBook } from '#electron/store/port.ts';
import { MOST_PASSKEYS, type Passkey, type PasskeyAnswer, type PasskeyCreation, type PasskeyMade, type PasskeyRequest } from '#shared/desk/passkey.ts';
import type { Person } from '#shared/desk/person.ts';
import type { StepUpRefusal } from '#shared/desk/step-up.ts';
import type { Clock } from '#shared/lib/clock.ts';
import type { NewId, PersonId } from '#shared/lib/ids.ts';
import type { Logger } from '#shared/lib/logger.ts';
import { fail, ok, type Result } from '#shared/lib/result.ts';

interface Options {
  readonly book: StepUpBook;
  readonly box: SecretBox;
  readonly issuer: string;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly logger: Logger;
}

/** Passkeys are bound to a name, not to a port, which changes from start to start; the origin of each answer is checked to the port. */
const RP_ID = 'localhost';

/** EdDSA, ES256 and RS256, by their COSE numbers: what phones, security keys and Windows have. */
const ALGORITHMS = [-8, -7, -257] as const;

const kept = z.object({ credential: z.string(), publicKey: z.string(), transports: z.array(z.string()), name: z.string() });

type Checks = typeof import('#electron/desk/step-up/webauthn.ts');

/** A passkey with what its answers are checked with. */
interface Known extends z.infer<typeof kept> {
  readonly row: Authenticator;
}

const boundOf = (row: Pick<Authenticator, 'id' | 'person'>): string => `passkey ${row.id} of ${row.person}`;

/**
 * The passkeys of people: made and checked for pages of one origin. What checks them is loaded when somebody first
 * needs it: it takes an eighth of a second and 12 MB, and most people begin with codes.
 */
export class Passkeys {
  readonly #options: Options;
  #checks: Promise<Checks> | null = null;

  constructor(options: Options) {
    this.#options = options;
  }

  /** Those among what a person proves themselves by, the oldest first. */
  list(authenticators: readonly Authenticator[]): readonly Passkey[] {
    return this.#open(authenticators).map(({ row, name }) => ({ id: row.id, name, madeAt: row.madeAt }));
  }

  /** What a page's authenticator makes another one with. */
  async creation({ id, name }: Person, challenge: string): Promise<Result<PasskeyCreation, StepUpRefusal>> {
    const known = await this.#known(id);
    if (known.length >= MOST_PASSKEYS) return fail(refusedProof('full'));
    this.#warmUp();
    return ok({
      rp: { id: RP_ID, name: this.#options.issuer },
      // Random, so that an authenticator never puts one desk's passkey in the place of another's on the same machine.
      user: { id: randomBytes(32).toString('base64url'), name: id, displayName: name.en },
      challenge,
      pubKeyCredParams: ALGORITHMS.map((alg) => ({ type: 'public-key', alg })),
      timeout: MAKING_MS,
      excludeCredentials: known.map(descriptorOf),
      authenticatorSelection: { residentKey: 'discouraged', userVerification: 'required' },
      attestation: 'none',
    });
  }

  /** The passkey that was made, to be kept. */
  async made(person: PersonId, origin: string, challenge: string, name: string, made: PasskeyMade): Promise<Result<Authenticator, StepUpRefusal>> {
    const { box, clock, newId } = this.#options;
    const { checkMade } = await this.#loaded();
    const checked = await this.#held(checkMade(made, { challenge, origin, rpId: RP_ID }, ALGORITHMS));
    if (checked === null) return fail(refusedProof('passkey'));
    const { credential, publicKey, counter } = checked;
    const known = await this.#known(person);
    if (known.some((one) => one.credential === credential)) return fail(refusedProof('known'));
    if (known.length >= MOST_PASSKEYS) return fail(refusedProof('full'));
    const row = { id: newId(), person, kind: 'passkey', madeAt: clock(), used: counter } as const;
    const text = JSON.stringify({ credential, publicKey, transports: made.response.transports, name } satisfies z.infer<typeof kept>);
    return ok({ ...row, sealed: box.seal(Buffer.from(text), boundOf(row)) });
  }

  /** What a page's authenticator is to sign; null where the person has no passkey. */
  async request(person: PersonId, challenge: string): Promise<PasskeyRequest | null> {
    const known = await this.#known(person);
    if (known.length === 0) return null;
    this.#warmUp();
    return { rpId: RP_ID, challenge, timeout: PROOF_MS, userVerification: 'required', allowCredentials: known.map(descriptorOf) };
  }

  /** Whether an answer is one of the person's passkeys', to that challenge, on a page of that origin; its use is noted. */
  async holds(person: PersonId, origin: string, challenge: string, answer: PasskeyAnswer): Promise<boolean> {
    const known = (await this.#known(person)).find(({ credential }) => credential === answer.id);
    if (known === undefined) return false;
    const { row, credential, publicKey } = known;
    const { checkAnswer } = await this.#loaded();
    const counter = await this.#held(checkAnswer(answer, { challenge, origin, rpId: RP_ID }, { credential, publicKey, counter: row.used }));
    // Passkeys that several devices share have no counter.
    return counter !== null && (counter === 0 || (await this.#options.book.use(row.id, counter)));
  }

  async #known(person: PersonId): Promise<readonly Known[]> {
    return this.#open(await this.#options.book.authenticators(person));
  }

  #open(authenticators: readonly Authenticator[]): readonly Known[] {
    return authenticators.flatMap((row) => {
      const opened = row.kind === 'passkey' ? this.#options.box.open(row.sealed, boundOf(row)) : null;
      return opened === null ? [] : [{ row, ...kept.parse(JSON.parse(Buffer.from(opened).toString('utf8'))) }];
    });
  }

  #loaded(): Promise<Checks> {
    this.#checks ??= import('#electron/desk/step-up/webauthn.ts');
    return this.#checks;
  }

  /** While the person looks for their key, what will check it is loaded; a failure shows when it is needed. */
  #warmUp(): void {
    this.#loaded().catch(() => undefined);
  }

  /** What a check answers; null where it refused, with the reason in the log. */
  async #held<T>(checking: Promise<T>): Promise<T | null> {
    try {
      return await checking;
    } catch (cause) {
      this.#options.logger.warn('held: a passkey was not accepted', { cause: String(cause) });
      return null;
    }
  }
}

const descriptorOf = ({ credential, transports }: Known) => ({ id: credential, type: 'public-key' as const, transports });
