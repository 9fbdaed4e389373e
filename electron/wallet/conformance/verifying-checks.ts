import { answered, Differs, equal, faulted, formed, holds } from '#electron/wallet/conformance/differs.ts';
import type { UnderCheck, WalletCheck } from '#electron/wallet/conformance/under-check.ts';
import type { CaseId, CustomerId } from '#shared/lib/ids.ts';
import {
  codeSent,
  knowledgeCheck,
  VERIFICATION_TRIES,
  type VerificationAnswer,
  verificationAnswer,
  verificationStanding,
} from '#shared/wallet/verification.ts';

/** A case that nothing was done in. */
const freshCase = ({ newId }: UnderCheck): CaseId => `check-${newId()}` as CaseId;

/** Somebody whose answers are known. */
export function actedOf(under: UnderCheck) {
  if (under.acted === null) throw new Differs('nobody is told whom actions may be tried on');
  return under.acted;
}

/** Sends a code and reads it from the phone. */
async function receivedCode({ wallet, lastCode }: UnderCheck, customer: CustomerId, caseId: CaseId): Promise<string> {
  const sent = answered(await wallet.beginCode(customer, caseId), `code to ${customer}`);
  formed(codeSent, sent, 'a code that was sent');
  const code = await lastCode?.(customer);
  if (typeof code !== 'string') throw new Differs('the code came to the phone');
  return code;
}

/** Answers the wallet's questions rightly. */
async function rightAnswers({ wallet, acted }: UnderCheck, customer: CustomerId, caseId: CaseId): Promise<VerificationAnswer> {
  const asked = answered(await wallet.beginKnowledge(customer, caseId), `questions for ${customer}`);
  formed(knowledgeCheck, asked, 'a set of questions');
  const answers = asked.questions.map(({ id }) => ({ id, answer: acted?.answers[id] ?? '' }));
  return answered(await wallet.answerKnowledge(customer, caseId, answers), `right answers of ${customer}`);
}

/** Brings a customer to a level in a case, by the steps it takes. */
export async function bringTo(under: UnderCheck, customer: CustomerId, caseId: CaseId, level: 'basic' | 'strong'): Promise<void> {
  const known = await rightAnswers(under, customer, caseId);
  equal(known.outcome, 'passed', 'right answers');
  if (level === 'basic') return;
  const code = await receivedCode(under, customer, caseId);
  equal(answered(await under.wallet.checkCode(customer, caseId, code), 'the right code').outcome, 'passed', 'the right code');
}

/** Another code than this one. */
const wrongly = (code: string) => `${code.startsWith('0') ? '1' : '0'}${code.slice(1)}`;

/** What every wallet promises of verifying a customer; needs somebody whose answers are known. */
export const verifyingChecks: readonly WalletCheck[] = [
  {
    name: 'knows nobody in a fresh case, and has everybody show themselves in each case anew',
    run: async (under) => {
      const { customer } = actedOf(under);
      const [one, other] = [freshCase(under), freshCase(under)];
      const before = answered(await under.wallet.verification(customer, one), 'the standing in a fresh case');
      formed(verificationStanding, before, 'a standing');
      equal([before.level, before.expiresAt], ['none', null], 'the level in a fresh case');
      const passed = await rightAnswers(under, customer, one);
      formed(verificationAnswer, passed, 'what came of right answers');
      equal([passed.outcome, passed.standing.level], ['passed', 'basic'], 'right answers');
      holds((passed.standing.expiresAt ?? 0) > under.now(), 'a level falls later');
      equal(answered(await under.wallet.verification(customer, other), 'another case').level, 'none', 'the level in another case');
      equal(answered(await under.wallet.verification(customer, one), 'the case again'), passed.standing, 'the standing read back');
    },
  },
  {
    name: 'asks questions whose answers it does not tell, and takes no partial answer',
    run: async (under) => {
      const { customer, answers } = actedOf(under);
      const caseId = freshCase(under);
      const asked = answered(await under.wallet.beginKnowledge(customer, caseId), 'questions');
      const texts = JSON.stringify(asked.questions.map(({ choices: _, ...question }) => question));
      for (const answer of Object.values(answers)) holds(!texts.includes(answer), 'the questions hold no answer');
      const some = asked.questions.slice(1).map(({ id }) => ({ id, answer: answers[id] ?? '' }));
      equal(answered(await under.wallet.answerKnowledge(customer, caseId, some), 'one answer short').outcome, 'wrong', 'one answer short');
    },
  },
  {
    name: 'locks a kind of step after three wrong answers, in that case alone',
    run: async (under) => {
      const { customer } = actedOf(under);
      const [caseId, other] = [freshCase(under), freshCase(under)];
      for (let n = 1; n <= VERIFICATION_TRIES; n++) {
        const asked = answered(await under.wallet.beginKnowledge(customer, caseId), `questions, try ${n}`);
        equal(asked.triesLeft, VERIFICATION_TRIES - n + 1, `tries left before try ${n}`);
        const answer = answered(
          await under.wallet.answerKnowledge(
            customer,
            caseId,
            asked.questions.map(({ id }) => ({ id, answer: '?' })),
          ),
          `wrong answers, try ${n}`,
        );
        equal(answer.outcome, n === VERIFICATION_TRIES ? 'locked' : 'wrong', `wrong answers, try ${n}`);
        equal(answer.standing.level, 'none', 'the level after wrong answers');
      }
      faulted(await under.wallet.beginKnowledge(customer, caseId), 'refused verification-locked', 'questions while locked');
      equal((await rightAnswers(under, customer, other)).outcome, 'passed', 'right answers in another case');
    },
  },
  {
    name: 'answers what nobody asked for as not begun',
    run: async (under) => {
      const { customer } = actedOf(under);
      const caseId = freshCase(under);
      equal(answered(await under.wallet.checkCode(customer, caseId, '000000'), 'a code never sent').outcome, 'not-begun', 'a code never sent');
      equal(answered(await under.wallet.answerKnowledge(customer, caseId, []), 'no questions').outcome, 'not-begun', 'answers to no questions');
    },
  },
];

/** The same of one-time codes; needs to see the customer's phone. */
export const codeChecks: readonly WalletCheck[] = [
  {
    name: 'sends a code to the registered phone, masked, and takes it once',
    run: async (under) => {
      const { customer } = actedOf(under);
      const caseId = freshCase(under);
      const code = await receivedCode(under, customer, caseId);
      const wrong = answered(await under.wallet.checkCode(customer, caseId, wrongly(code)), 'a wrong code');
      equal([wrong.outcome, wrong.standing.level], ['wrong', 'none'], 'a wrong code');
      const right = answered(await under.wallet.checkCode(customer, caseId, code), 'the right code');
      equal([right.outcome, right.standing.level], ['passed', 'basic'], 'the right code');
      equal(answered(await under.wallet.checkCode(customer, caseId, code), 'the code again').outcome, 'not-begun', 'the code again');
    },
  },
  {
    name: 'voids a code by the next one, and gives no fresh tries with it',
    run: async (under) => {
      const { customer } = actedOf(under);
      const caseId = freshCase(under);
      const first = await receivedCode(under, customer, caseId);
      const second = await receivedCode(under, customer, caseId);
      if (first === second) return;
      equal(answered(await under.wallet.checkCode(customer, caseId, first), 'the first code').outcome, 'wrong', 'a code after the next was sent');
      equal(answered(await under.wallet.beginCode(customer, caseId), 'a third code').triesLeft, VERIFICATION_TRIES - 1, 'tries left with a fresh code');
    },
  },
  {
    name: 'is sure of a customer who both knows and has what is theirs',
    run: async (under) => {
      const { customer } = actedOf(under);
      const caseId = freshCase(under);
      await bringTo(under, customer, caseId, 'strong');
      equal(answered(await under.wallet.verification(customer, caseId), 'the standing').level, 'strong', 'the level after both steps');
    },
  },
];
