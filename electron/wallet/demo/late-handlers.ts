import type { WriteDb } from '#electron/sqlite/db.ts';
import { Acting } from '#electron/wallet/demo/acting.ts';
import { checkedPeopleOf } from '#electron/wallet/demo/known-people.ts';
import type { DemoCustomer } from '#electron/wallet/demo/make-customers.ts';
import { customerById } from '#electron/wallet/demo/tables/wallet-tables.ts';
import { Verifying } from '#electron/wallet/demo/verifying.ts';
import type { keyedHasher } from '#electron/wallet/keyed-hash.ts';
import type { WalletFault } from '#electron/wallet/port.ts';
import { ProofKeys } from '#electron/wallet/proof-keys.ts';
import type { CaseId } from '#shared/lib/ids.ts';
import { fail, ok, type Result } from '#shared/lib/result.ts';
import type { ActionLimits } from '#shared/wallet/action-limits.ts';
import type { ActRequest } from '#shared/wallet/proof.ts';
import type { KnowledgeAnswers } from '#shared/wallet/verification.ts';

/** What verifies a customer, each in one transaction. */
function verifyingOver(db: WriteDb, verifying: Verifying) {
  const of = <T>(id: string, work: (customer: DemoCustomer) => Result<T, WalletFault>): Result<T, WalletFault> =>
    db.transaction(() => {
      const customer = customerById(db, id);
      return customer ? work(customer) : fail({ code: 'not-found', detail: 'no such customer' });
    });
  return {
    verification: (id: string, caseId: CaseId, now: number) => of(id, (customer) => ok(verifying.standing(customer, caseId, now))),
    beginCode: (id: string, caseId: CaseId, now: number) => of(id, (customer) => verifying.beginCode(customer, caseId, now)),
    checkCode: (id: string, caseId: CaseId, code: string, now: number) => of(id, (customer) => ok(verifying.checkCode(customer, caseId, code, now))),
    beginKnowledge: (id: string, caseId: CaseId, now: number) => of(id, (customer) => verifying.beginKnowledge(customer, caseId, now)),
    answerKnowledge: (id: string, caseId: CaseId, answers: KnowledgeAnswers, now: number) =>
      of(id, (customer) => ok(verifying.answerKnowledge(customer, caseId, answers, now))),
  };
}

/** What the worker loads when somebody is first verified, or something is first to be done. */
export function lateHandlers(db: WriteDb, hash: ReturnType<typeof keyedHasher>, deskKeys: readonly string[], limits: ActionLimits) {
  const verifying = new Verifying(db);
  const acting = new Acting(db, { keys: new ProofKeys(deskKeys), limits }, verifying, hash);
  return {
    ...verifyingOver(db, verifying),
    act: (request: ActRequest, now: number) => acting.act(request, now),
    status: (key: string) => acting.status(key),
    checkedPeople: (now: number) => checkedPeopleOf(db, now),
  };
}

export type LateHandlers = ReturnType<typeof lateHandlers>;
