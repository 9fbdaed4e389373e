import type { Clock } from '#shared/lib/clock.ts';
import type { CaseId, CustomerId } from '#shared/lib/ids.ts';
import type { CodeSent, KnowledgeCheck, VerificationKind, VerificationShown, VerificationStanding } from '#shared/wallet/verification.ts';

/** What customers were sent and asked, until it is over: the wallet says it once only. In memory alone, since the questions are the customer's. */
export class PendingSteps {
  readonly #clock: Clock;
  readonly #codes = new Map<string, CodeSent>();
  readonly #checks = new Map<string, KnowledgeCheck>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  sent(customer: CustomerId, caseId: CaseId, code: CodeSent): void {
    this.#forget();
    this.#codes.set(`${caseId} ${customer}`, code);
  }

  asked(customer: CustomerId, caseId: CaseId, check: KnowledgeCheck): void {
    this.#forget();
    this.#checks.set(`${caseId} ${customer}`, check);
  }

  /** A standing with what of it is pending; the wallet alone says whether anything is. */
  shown(standing: VerificationStanding): VerificationShown {
    const key = `${standing.caseId} ${standing.customer}`;
    const until = (kind: VerificationKind) => standing.steps.find((step) => step.kind === kind && step.state === 'pending')?.expiresAt ?? null;
    return { ...standing, sent: ofTime(this.#codes.get(key), until('code')), asked: ofTime(this.#checks.get(key), until('knowledge')) };
  }

  #forget(): void {
    for (const kept of [this.#codes, this.#checks]) {
      for (const [key, { expiresAt }] of kept) if (expiresAt <= this.#clock()) kept.delete(key);
    }
  }
}

/** What is kept, if it is what the wallet has pending: another console may have begun anew since. */
const ofTime = <T extends { readonly expiresAt: number }>(kept: T | undefined, until: number | null): T | null => (kept?.expiresAt === until ? kept : null);
