import type { CaseDesk } from '#electron/desk/cases/case-desk.ts';
import type { CaseHub } from '#electron/desk/cases/case-hub.ts';
import { PendingSteps } from '#electron/desk/verification/pending-steps.ts';
import { type QueueEngine, requireWork } from '#electron/engine/port.ts';
import type { WalletConnection, WalletFault } from '#electron/wallet/port.ts';
import type { VerificationStepNote } from '#shared/case/account-action.ts';
import type { Refusal } from '#shared/case/commands.ts';
import type { Person } from '#shared/desk/person.ts';
import type { Clock } from '#shared/lib/clock.ts';
import type { CaseId, CommandId, CustomerId, NewId } from '#shared/lib/ids.ts';
import { fail, ok, type Result } from '#shared/lib/result.ts';
import type { CodeSent, KnowledgeAnswers, KnowledgeCheck, VerificationAnswer, VerificationKind, VerificationShown } from '#shared/wallet/verification.ts';

interface Options {
  readonly hub: CaseHub;
  readonly desk: CaseDesk;
  readonly engine: Pick<QueueEngine, 'health'>;
  readonly wallet: Pick<WalletConnection, 'verification' | 'beginCode' | 'checkCode' | 'beginKnowledge' | 'answerKnowledge'>;
  readonly clock: Clock;
  readonly newId: NewId;
}

/** Why a step was not taken. */
export type VerificationFault = { readonly kind: 'refused'; readonly refusal: Refusal } | { readonly kind: 'wallet'; readonly fault: WalletFault };

type Verified<T> = Promise<Result<T, VerificationFault>>;

/** Has the customer of a case show who they are. The wallet asks, counts and decides; that it was asked, and what came of it, is on record in the case, codes and answers are nowhere. */
export class VerificationDesk {
  readonly #options: Options;
  readonly #pending: PendingSteps;

  constructor(options: Options) {
    this.#options = options;
    this.#pending = new PendingSteps(options.clock);
  }

  /** How the customer stands, with the code and the questions that can still be answered. */
  async standing(caseId: CaseId): Verified<VerificationShown> {
    const customer = await this.#customerOf(caseId);
    if (!customer.ok) return customer;
    const standing = await this.#asked(this.#options.wallet.verification(customer.value, caseId));
    return standing.ok ? ok(this.#pending.shown(standing.value)) : standing;
  }

  beginCode(person: Person, caseId: CaseId): Verified<CodeSent> {
    return this.#begin(person, caseId, 'code', async (customer) => {
      const sent = await this.#options.wallet.beginCode(customer, caseId);
      if (sent.ok) this.#pending.sent(customer, caseId, sent.value);
      return sent;
    });
  }

  beginKnowledge(person: Person, caseId: CaseId): Verified<KnowledgeCheck> {
    return this.#begin(person, caseId, 'knowledge', async (customer) => {
      const asked = await this.#options.wallet.beginKnowledge(customer, caseId);
      if (asked.ok) this.#pending.asked(customer, caseId, asked.value);
      return asked;
    });
  }

  checkCode(person: Person, caseId: CaseId, code: string): Verified<VerificationAnswer> {
    return this.#answer(person, caseId, 'code', (customer) => this.#options.wallet.checkCode(customer, caseId, code));
  }

  answerKnowledge(person: Person, caseId: CaseId, answers: KnowledgeAnswers): Verified<VerificationAnswer> {
    return this.#answer(person, caseId, 'knowledge', (customer) => this.#options.wallet.answerKnowledge(customer, caseId, answers));
  }

  async #begin<T extends CodeSent | KnowledgeCheck>(
    person: Person,
    caseId: CaseId,
    kind: VerificationKind,
    ask: (customer: CustomerId) => Promise<Result<T, WalletFault>>,
  ): Verified<T> {
    requireWork(this.#options.engine);
    const customer = await this.#customerOf(caseId);
    if (!customer.ok) return customer;
    const begun = await this.#asked(ask(customer.value));
    if (!begun.ok) return begun;
    return this.#noted(person, caseId, customer.value, { outcome: 'begun', kind, until: begun.value.expiresAt }, begun.value);
  }

  async #answer(
    person: Person,
    caseId: CaseId,
    kind: VerificationKind,
    ask: (customer: CustomerId) => Promise<Result<VerificationAnswer, WalletFault>>,
  ): Verified<VerificationAnswer> {
    requireWork(this.#options.engine);
    const customer = await this.#customerOf(caseId);
    if (!customer.ok) return customer;
    const answered = await this.#asked(ask(customer.value));
    if (!answered.ok) return answered;
    const { outcome, standing } = answered.value;
    const step = standing.steps.find((one) => one.kind === kind);
    const until = step?.expiresAt ?? null;
    const noted = (note: VerificationStepNote) => this.#noted(person, caseId, customer.value, note, answered.value);
    if (outcome === 'passed' && until !== null) return noted({ outcome, kind, level: standing.level, until });
    if (outcome === 'locked' && until !== null) return noted({ outcome, kind, until });
    if (outcome === 'wrong') return noted({ outcome: 'failed', kind, triesLeft: step?.triesLeft ?? 0 });
    return ok(answered.value);
  }

  async #customerOf(caseId: CaseId): Verified<CustomerId> {
    const customer = (await this.#options.hub.state(caseId))?.customer ?? null;
    return customer === null ? fail({ kind: 'refused', refusal: { code: 'other-customer' } }) : ok(customer);
  }

  async #asked<T>(asking: Promise<Result<T, WalletFault>>): Verified<T> {
    const answer = await asking;
    return answer.ok ? answer : fail({ kind: 'wallet', fault: answer.error });
  }

  async #noted<T>(person: Person, caseId: CaseId, customer: CustomerId, step: VerificationStepNote, answer: T): Verified<T> {
    const { desk, newId } = this.#options;
    const noted = await desk.act(caseId, { kind: person.role, id: person.id }, newId() as CommandId, { type: 'noteVerification', customer, step });
    return noted.ok ? ok(answer) : fail({ kind: 'refused', refusal: noted.error });
  }
}
