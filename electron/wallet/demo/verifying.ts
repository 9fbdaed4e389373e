import { randomInt } from 'node:crypto';
import type { WriteDb } from '#electron/sqlite/db.ts';
import { boundCards } from '#electron/wallet/demo/account-card.ts';
import type { DemoCustomer } from '#electron/wallet/demo/make-customers.ts';
import { banks } from '#electron/wallet/demo/names.ts';
import { tellPhone } from '#electron/wallet/demo/phone.ts';
import * as tables from '#electron/wallet/demo/tables/change-tables.ts';
import type { WalletFault } from '#electron/wallet/port.ts';
import type { CaseId } from '#shared/lib/ids.ts';
import { fail, ok, type Result } from '#shared/lib/result.ts';
import type { Instant } from '#shared/lib/time.ts';
import { maskPhone } from '#shared/wallet/masking.ts';
import {
  CODE_LIFE,
  type CodeSent,
  type KnowledgeAnswers,
  type KnowledgeCheck,
  LEVEL_LIFE,
  levelAt,
  VERIFICATION_TRIES,
  type VerificationAnswer,
  type VerificationKind,
  type VerificationStanding,
  type VerificationStep,
  verificationKind,
} from '#shared/wallet/verification.ts';

/** One kind of step as it is kept: what is pending with the right answers, how often it went wrong, until when it counts or is locked. */
interface KeptStep {
  readonly expected: Readonly<Record<string, string>> | null;
  readonly pendingUntil: Instant;
  readonly wrong: number;
  readonly passedUntil: Instant;
  readonly lockedUntil: Instant;
}

const fresh: KeptStep = { expected: null, pendingUntil: 0, wrong: 0, passedUntil: 0, lockedUntil: 0 };

/** What is over is forgotten: a lock with its wrong tries, a pending question with its answers. */
function settled(step: KeptStep, now: Instant): KeptStep {
  const unlocked = step.lockedUntil !== 0 && step.lockedUntil <= now ? { ...step, wrong: 0, lockedUntil: 0 } : step;
  return unlocked.expected !== null && unlocked.pendingUntil <= now ? { ...unlocked, expected: null } : unlocked;
}

function shownStep(kind: VerificationKind, step: KeptStep, now: Instant): VerificationStep {
  const triesLeft = Math.max(0, VERIFICATION_TRIES - step.wrong);
  if (step.lockedUntil > now) return { kind, state: 'locked', triesLeft: 0, expiresAt: step.lockedUntil };
  if (step.passedUntil > now) return { kind, state: 'passed', triesLeft, expiresAt: step.passedUntil };
  if (step.expected !== null) return { kind, state: 'pending', triesLeft, expiresAt: step.pendingUntil };
  return { kind, state: 'open', triesLeft, expiresAt: null };
}

const same = (one: string, other: string) => one.replace(/\s+/g, '').toLowerCase() === other.replace(/\s+/g, '').toLowerCase();

/** What only the customer should know, with the answers; two of what there is. */
function questionsFor(customer: DemoCustomer): readonly (KnowledgeCheck['questions'][number] & { readonly answer: string })[] {
  const [card] = boundCards(customer);
  const registered = new Date(customer.registeredAt + 8 * 3_600_000);
  const all = [
    ...(card === undefined
      ? []
      : [
          {
            id: 'card-last-4',
            text: { 'zh-CN': '您绑定的一张银行卡的后四位是多少？', en: 'What are the last four digits of a card you bound first?' },
            answer: card.number.slice(-4),
          },
          {
            id: 'card-bank',
            text: { 'zh-CN': '该卡属于哪家银行？', en: 'Which bank is that card of?' },
            choices: banks.map(([bank]) => bank),
            answer: card.bank,
          },
        ]),
    ...(customer.idNumber === null
      ? []
      : [
          {
            id: 'id-last-4',
            text: { 'zh-CN': '您实名证件号码的后四位是什么？', en: 'What are the last four characters of your ID number?' },
            answer: customer.idNumber.slice(-4),
          },
        ]),
    {
      id: 'registered',
      text: { 'zh-CN': '您是哪一年注册的？', en: 'In which year did you sign up?' },
      answer: String(registered.getUTCFullYear()),
    },
    {
      id: 'email-name',
      text: { 'zh-CN': '您登记的邮箱 @ 前面的部分是什么？', en: 'What stands before the @ of your e-mail address?' },
      answer: customer.email.slice(0, customer.email.lastIndexOf('@')),
    },
  ];
  return all.slice(0, 2);
}

/** The right answers to whatever may be asked of a customer, by the questions' ids. */
export function answersFor(customer: DemoCustomer): Readonly<Record<string, string>> {
  return Object.fromEntries(questionsFor(customer).map(({ id, answer }) => [id, answer]));
}

/** The steps by which a customer shows who they are, in one case; three wrong answers lock a kind there. */
export class Verifying {
  readonly #db: WriteDb;

  constructor(db: WriteDb) {
    this.#db = db;
  }

  standing(customer: DemoCustomer, caseId: CaseId, now: Instant): VerificationStanding {
    const steps = verificationKind.options.map((kind) => shownStep(kind, this.#step(customer, caseId, kind, now), now));
    return { customer: customer.id, caseId, ...levelAt(steps, now), steps };
  }

  beginCode(customer: DemoCustomer, caseId: CaseId, now: Instant): Result<CodeSent, WalletFault> {
    const code = String(randomInt(1_000_000)).padStart(6, '0');
    const begun = this.#begin(customer, caseId, 'code', { code }, now);
    if (!begun.ok) return begun;
    tellPhone(this.#db, customer.id, now, {
      'zh-CN': `【钱包】验证码 ${code}，10 分钟内有效。仅当客服刚刚在对话中向您索取时才可告知；切勿提供登录密码或支付密码。`,
      en: `Wallet: your code is ${code}, valid for 10 minutes. Tell it only when support has just asked you for it in your conversation; never your password or PIN.`,
    });
    return ok({ sentTo: maskPhone(customer.phone), ...begun.value });
  }

  checkCode(customer: DemoCustomer, caseId: CaseId, code: string, now: Instant): VerificationAnswer {
    return this.#answer(customer, caseId, 'code', { code }, now);
  }

  beginKnowledge(customer: DemoCustomer, caseId: CaseId, now: Instant): Result<KnowledgeCheck, WalletFault> {
    const questions = questionsFor(customer);
    const begun = this.#begin(customer, caseId, 'knowledge', answersFor(customer), now);
    return begun.ok ? ok({ questions: questions.map(({ answer: _, ...question }) => question), ...begun.value }) : begun;
  }

  answerKnowledge(customer: DemoCustomer, caseId: CaseId, answers: KnowledgeAnswers, now: Instant): VerificationAnswer {
    return this.#answer(customer, caseId, 'knowledge', Object.fromEntries(answers.map(({ id, answer }) => [id, answer])), now);
  }

  #step(customer: DemoCustomer, caseId: CaseId, kind: VerificationKind, now: Instant): KeptStep {
    return settled(tables.verificationStep<KeptStep>(this.#db, customer.id, caseId, kind) ?? fresh, now);
  }

  #begin(customer: DemoCustomer, caseId: CaseId, kind: VerificationKind, expected: Readonly<Record<string, string>>, now: Instant) {
    const step = this.#step(customer, caseId, kind, now);
    if (step.lockedUntil > now) return fail<WalletFault>({ code: 'refused', reason: 'verification-locked', detail: `locked until ${step.lockedUntil}` });
    const expiresAt = now + CODE_LIFE;
    tables.setVerificationStep(this.#db, customer.id, caseId, kind, { ...step, expected, pendingUntil: expiresAt } satisfies KeptStep);
    return ok({ expiresAt, triesLeft: VERIFICATION_TRIES - step.wrong });
  }

  #answer(customer: DemoCustomer, caseId: CaseId, kind: VerificationKind, given: Readonly<Record<string, string>>, now: Instant): VerificationAnswer {
    const step = this.#step(customer, caseId, kind, now);
    const answer = (outcome: VerificationAnswer['outcome'], next: KeptStep): VerificationAnswer => {
      tables.setVerificationStep(this.#db, customer.id, caseId, kind, next);
      return { outcome, standing: this.standing(customer, caseId, now) };
    };
    if (step.lockedUntil > now) return answer('locked', step);
    const { expected } = step;
    if (expected === null) return answer('not-begun', step);
    if (Object.entries(expected).every(([id, right]) => Object.hasOwn(given, id) && same(given[id] ?? '', right)))
      return answer('passed', { ...fresh, passedUntil: now + LEVEL_LIFE });
    const wrong = step.wrong + 1;
    if (wrong < VERIFICATION_TRIES) return answer('wrong', { ...step, wrong });
    // Whoever guesses so often may not be the one who passed before.
    return answer('locked', { ...fresh, wrong, lockedUntil: now + LEVEL_LIFE });
  }
}
