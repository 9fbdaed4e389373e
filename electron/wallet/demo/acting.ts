import { createHash } from 'node:crypto';
import type { WriteDb } from '#electron/sqlite/db.ts';
import { Effects } from '#electron/wallet/demo/effects.ts';
import { type GateParts, isSigned, refusalOf } from '#electron/wallet/demo/gate.ts';
import { insertNonce, outcomeOf, setOutcome } from '#electron/wallet/demo/tables/change-tables.ts';
import { customerById } from '#electron/wallet/demo/tables/wallet-tables.ts';
import type { Verifying } from '#electron/wallet/demo/verifying.ts';
import type { keyedHasher } from '#electron/wallet/keyed-hash.ts';
import type { WalletFault } from '#electron/wallet/port.ts';
import { fail, ok, type Result } from '#shared/lib/result.ts';
import type { Instant } from '#shared/lib/time.ts';
import type { ActionOutcome, RefusalReason } from '#shared/wallet/actions.ts';
import type { ActRequest } from '#shared/wallet/proof.ts';

type Acted = Result<ActionOutcome, WalletFault>;

const refused = (reason: RefusalReason, detail: string = reason): { readonly ok: false; readonly error: WalletFault } =>
  fail({ code: 'refused', reason, detail });

/** What a key stands for: the same wish has the same bytes. The proof is not of it, since a repeat may bring a fresh one. */
const aboutOf = ({ customer, caseId, input }: ActRequest): Buffer =>
  createHash('sha256')
    .update(JSON.stringify([customer, caseId, Object.entries(input).toSorted()]))
    .digest();

/** Does what the desk asks, once for each key, after looking at proof and table itself; all in one transaction. */
export class Acting {
  readonly #db: WriteDb;
  readonly #gate: GateParts;
  readonly #verifying: Verifying;
  readonly #effects: Effects;

  constructor(db: WriteDb, gate: GateParts, verifying: Verifying, hash: ReturnType<typeof keyedHasher>) {
    this.#db = db;
    this.#gate = gate;
    this.#verifying = verifying;
    this.#effects = new Effects(db, hash);
  }

  act(request: ActRequest, now: Instant): Acted {
    return this.#db.transaction(() => this.#act(request, now));
  }

  status(key: string): Acted {
    const known = outcomeOf(this.#db, key);
    return known === null ? fail({ code: 'not-found', detail: 'this key was never taken in' }) : (JSON.parse(known.json) as Acted);
  }

  #act(request: ActRequest, now: Instant): Acted {
    const { idempotencyKey, proof, approvals, input } = request;
    const about = aboutOf(request);
    const known = outcomeOf(this.#db, idempotencyKey);
    if (known !== null) return about.equals(known.about) ? (JSON.parse(known.json) as Acted) : refused('key-reused', 'this key was for something else');
    // Whoever signs nothing that is known here uses up neither keys nor proofs of others.
    if (!isSigned(request, this.#gate.keys)) return refused('proof-invalid', 'no desk that is known here signed this');
    const customer = customerById(this.#db, request.customer);
    if (customer === null) return fail({ code: 'not-found', detail: 'no such customer' });
    const level = request.caseId === null ? 'none' : this.#verifying.standing(customer, request.caseId, now).level;
    const reason = refusalOf(this.#db, this.#gate, customer, level, request, now);
    const effect = reason === null ? this.#effects.apply(customer, input, now) : fail(reason);
    const outcome: Acted = effect.ok ? ok({ idempotencyKey, action: input.action, customer: customer.id, at: now, ...effect.value }) : refused(effect.error);
    for (const used of proof === null ? [] : [proof, ...approvals]) insertNonce(this.#db, used.claims.nonce, now);
    setOutcome(this.#db, idempotencyKey, about, outcome);
    return outcome;
  }
}
