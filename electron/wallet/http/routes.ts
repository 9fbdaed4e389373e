import { z } from 'zod';
import { checkedPeople } from '#electron/wallet/conformance/under-check.ts';
import { caseId, customerId } from '#shared/lib/ids.ts';
import { instant } from '#shared/lib/time.ts';
import { account, customerSummary } from '#shared/wallet/account.ts';
import { actionOutcome } from '#shared/wallet/actions.ts';
import { promotion } from '#shared/wallet/promotion.ts';
import { actRequest } from '#shared/wallet/proof.ts';
import { securityEvent } from '#shared/wallet/security-event.ts';
import { transaction, transactionFilter } from '#shared/wallet/transaction.ts';
import { codeSent, knowledgeAnswers, knowledgeCheck, verificationAnswer, verificationStanding } from '#shared/wallet/verification.ts';

/** Searches go in bodies: what is looked for may be a full number, and addresses are logged everywhere. */
const limit = z.number().int().min(1).max(500);
const pageMark = z.string().max(100).nullable();
/** How many of the answer's transactions and events are of whom: said once more, so that a mix-up is seen. */
const ofCustomer = z.object({ customer: customerId });
const inCase = ofCustomer.extend({ caseId });
const none = z.object({});

interface Route {
  readonly method: 'GET' | 'POST' | 'PUT';
  /** With `{name}` for what `params` has. */
  readonly path: string;
  readonly says: string;
  /** Whether asking twice does no more than asking once: only then it is asked again by itself. */
  readonly repeatable: boolean;
  readonly params: z.ZodObject;
  /** Null where there is none. */
  readonly body: z.ZodObject | null;
  readonly answer: z.ZodObject;
}

const declare = <P extends z.ZodObject, B extends z.ZodObject | null, A extends z.ZodObject>(route: {
  readonly method: Route['method'];
  readonly path: string;
  readonly says: string;
  readonly repeatable: boolean;
  readonly params: P;
  readonly body: B;
  readonly answer: A;
}) => route;

/** The contract with a wallet: the one table behind the client, the served demo and the OpenAPI document. */
export const walletRoutes = {
  findCustomers: declare({
    method: 'POST',
    path: '/v1/customers/search',
    says: 'Customers whose name begins with the text, whose id it is, or who own the full phone, e-mail, card or ID number exactly. Values come masked.',
    repeatable: true,
    params: none,
    body: z.object({ text: z.string().max(200), limit }),
    answer: z.object({ customers: z.array(customerSummary) }),
  }),
  account: declare({
    method: 'GET',
    path: '/v1/customers/{customer}/account',
    says: 'The account card, every personal value masked.',
    repeatable: true,
    params: ofCustomer,
    body: null,
    answer: z.object({ account }),
  }),
  transactions: declare({
    method: 'POST',
    path: '/v1/customers/{customer}/transactions/search',
    says: 'Newest first, from the page mark on; `next` is the mark of the older page, null at the end. A mark goes with the filter it was given for.',
    repeatable: true,
    params: ofCustomer,
    body: z.object({ from: pageMark, limit, filter: transactionFilter }),
    answer: ofCustomer.extend({ transactions: z.array(transaction), next: pageMark }),
  }),
  findByAmount: declare({
    method: 'POST',
    path: '/v1/transactions/search',
    says: 'Of all customers: what is on its way or failed, of this absolute amount in minor units, since a moment; newest first.',
    repeatable: true,
    params: none,
    body: z.object({ minor: z.number().int().nonnegative(), since: instant, limit }),
    answer: z.object({ transactions: z.array(transaction) }),
  }),
  securityEvents: declare({
    method: 'POST',
    path: '/v1/customers/{customer}/security-events/search',
    says: 'Sign-ins and what changed in the account’s safety; newest first, in pages as transactions.',
    repeatable: true,
    params: ofCustomer,
    body: z.object({ from: pageMark, limit }),
    answer: ofCustomer.extend({ events: z.array(securityEvent), next: pageMark }),
  }),
  promotions: declare({
    method: 'GET',
    path: '/v1/customers/{customer}/promotions',
    says: 'Promotions as they stand for the customer, with why not.',
    repeatable: true,
    params: ofCustomer,
    body: null,
    answer: ofCustomer.extend({ promotions: z.array(promotion) }),
  }),
  verification: declare({
    method: 'GET',
    path: '/v1/customers/{customer}/cases/{caseId}/verification',
    says: 'How surely the customer is known in this case.',
    repeatable: true,
    params: inCase,
    body: null,
    answer: z.object({ standing: verificationStanding }),
  }),
  beginCode: declare({
    method: 'POST',
    path: '/v1/customers/{customer}/cases/{caseId}/verification/code',
    says: 'Sends a fresh one-time code to the registered phone; an earlier one is void, wrong tries stay counted.',
    repeatable: false,
    params: inCase,
    body: null,
    answer: inCase.extend({ sent: codeSent }),
  }),
  checkCode: declare({
    method: 'POST',
    path: '/v1/customers/{customer}/cases/{caseId}/verification/code/check',
    says: 'Compares a code; three wrong answers lock the step in this case for half an hour.',
    repeatable: false,
    params: inCase,
    body: z.object({ code: z.string().max(20) }),
    answer: z.object({ answer: verificationAnswer }),
  }),
  beginKnowledge: declare({
    method: 'POST',
    path: '/v1/customers/{customer}/cases/{caseId}/verification/knowledge',
    says: 'Questions to ask the customer; the right answers stay with the wallet.',
    repeatable: false,
    params: inCase,
    body: null,
    answer: inCase.extend({ check: knowledgeCheck }),
  }),
  answerKnowledge: declare({
    method: 'POST',
    path: '/v1/customers/{customer}/cases/{caseId}/verification/knowledge/check',
    says: 'Compares the answers; all must be right in one go.',
    repeatable: false,
    params: inCase,
    body: z.object({ answers: knowledgeAnswers }),
    answer: z.object({ answer: verificationAnswer }),
  }),
  act: declare({
    method: 'PUT',
    path: '/v1/actions/{idempotencyKey}',
    says: 'Does one thing, at most once for one key; repeated, a key answers its first outcome, a refusal too. The wallet checks proof and table itself.',
    repeatable: false,
    params: z.object({ idempotencyKey: actRequest.shape.idempotencyKey }),
    body: actRequest.omit({ idempotencyKey: true }),
    answer: z.object({ outcome: actionOutcome }),
  }),
  actionStatus: declare({
    method: 'GET',
    path: '/v1/actions/{idempotencyKey}',
    says: 'What became of a key: its outcome, its refusal, or not-found where it was never taken in.',
    repeatable: true,
    params: z.object({ idempotencyKey: actRequest.shape.idempotencyKey }),
    body: null,
    answer: z.object({ outcome: actionOutcome }),
  }),
} as const satisfies Readonly<Record<string, Route>>;

/** What only a test installation serves, with made-up people: whom it can be checked with, and their phones. */
export const checkRoutes = {
  checkedPeople: declare({
    method: 'GET',
    path: '/v1/check/people',
    says: 'Test installations only: the made-up people that the conformance checks use, raw values and all.',
    repeatable: true,
    params: none,
    body: null,
    answer: checkedPeople,
  }),
  lastCode: declare({
    method: 'GET',
    path: '/v1/check/people/{customer}/last-code',
    says: 'Test installations only: the newest one-time code that came to the customer’s phone.',
    repeatable: true,
    params: ofCustomer,
    body: null,
    answer: z.object({ code: z.string().nullable() }),
  }),
} as const satisfies Readonly<Record<string, Route>>;

export type AnyRoute = Route;
export type AnswerOf<R extends Route> = z.infer<R['answer']>;
export type ParamsOf<R extends Route> = z.infer<R['params']>;
export type BodyOf<R extends Route> = R['body'] extends z.ZodObject ? z.infer<R['body']> : null;

/** The path with its parameters filled in. */
export function pathOf(path: string, params: Readonly<Record<string, unknown>>): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(params[name])));
}
