import type { WishFault } from '#electron/desk/account-actions/account-actions.ts';
import { requestOf } from '#electron/desk/account-actions/tell-customer.ts';
import type { VerificationFault } from '#electron/desk/verification/verification-desk.ts';
import type { ConsoleAccess } from '#electron/host/console-access.ts';
import type { DeskServices } from '#electron/host/desk-services.ts';
import { onRecord } from '#electron/host/on-record.ts';
import { type Refuse, theirCustomer, visible } from '#electron/host/visible.ts';
import type { OpenAction } from '#electron/store/port.ts';
import type { WalletFault } from '#electron/wallet/port.ts';
import type { Refusal } from '#shared/case/commands.ts';
import type { ActionView } from '#shared/contract/action-contract.ts';
import type { Person } from '#shared/desk/person.ts';
import { may } from '#shared/desk/powers.ts';
import type { StepUpRefusal } from '#shared/desk/step-up.ts';
import { assertNever } from '#shared/lib/assert.ts';
import type { CaseId } from '#shared/lib/ids.ts';
import type { RefusalReason } from '#shared/wallet/actions.ts';

interface Errors extends Refuse {
  readonly REFUSED: (options: { data: Refusal }) => Error;
  readonly UNAVAILABLE: (options: { data: { part: 'wallet' | 'engine' } }) => Error;
}
interface ActionErrors extends Errors {
  readonly ACTION_REFUSED: (options: { data: { reason: RefusalReason | 'elsewhere' } }) => Error;
}
interface ProofErrors extends ActionErrors {
  readonly STEP_UP_REFUSED: (options: { data: StepUpRefusal }) => Error;
}

function walletError(fault: WalletFault, errors: Errors | ActionErrors): Error {
  if (fault.code === 'not-found') return errors.NOT_FOUND({ data: { what: 'customer' } });
  if (fault.code === 'refused' && fault.reason !== 'unknown' && 'ACTION_REFUSED' in errors) return errors.ACTION_REFUSED({ data: { reason: fault.reason } });
  return errors.UNAVAILABLE({ data: { part: 'wallet' } });
}

function wishError(fault: WishFault, errors: ProofErrors): Error {
  switch (fault.kind) {
    case 'refused':
      return errors.REFUSED({ data: fault.refusal });
    case 'table':
      return errors.ACTION_REFUSED({ data: { reason: fault.reason } });
    case 'elsewhere':
      return errors.ACTION_REFUSED({ data: { reason: 'elsewhere' } });
    case 'wallet':
      return walletError(fault.fault, errors);
    case 'step-up':
      return errors.STEP_UP_REFUSED({ data: fault.fault });
    default:
      return assertNever(fault, 'fault');
  }
}

const stepError = (fault: VerificationFault, errors: Errors | ActionErrors): Error =>
  fault.kind === 'refused' ? errors.REFUSED({ data: fault.refusal }) : walletError(fault.fault, errors);

/** Passes for who has the customer show who they are: whoever has the case, and supervisors. */
async function theirCase(services: DeskServices, person: Person, caseId: CaseId, errors: Refuse): Promise<void> {
  await theirCustomer(services, person, caseId, errors);
  const owner = (await services.hub.state(caseId))?.owner ?? null;
  if (owner !== person.id && !may(person.role, 'approve')) throw errors.NOT_ALLOWED();
}

async function viewOf({ store }: DeskServices, action: OpenAction): Promise<ActionView> {
  return { ...action, row: await store.cache.row(action.caseId) };
}

/** Customers who show who they are, and what is done on their accounts. */
export function actionRoutes({ os, holding }: ConsoleAccess) {
  return {
    verification: {
      standing: os.verification.standing.use(holding('account')).handler(async ({ input, context, errors }) => {
        await theirCustomer(context.services, context.person, input.caseId, errors);
        const standing = await context.services.verification.standing(input.caseId);
        if (!standing.ok) throw stepError(standing.error, errors);
        return standing.value;
      }),
      beginCode: os.verification.beginCode.use(holding('account')).handler(async ({ input, context, errors }) => {
        await theirCase(context.services, context.person, input.caseId, errors);
        const begun = await context.services.verification.beginCode(context.person, input.caseId);
        if (!begun.ok) throw stepError(begun.error, errors);
        return begun.value;
      }),
      checkCode: os.verification.checkCode.use(holding('account')).handler(async ({ input, context, errors }) => {
        await theirCase(context.services, context.person, input.caseId, errors);
        const answer = await context.services.verification.checkCode(context.person, input.caseId, input.code);
        if (!answer.ok) throw stepError(answer.error, errors);
        return answer.value;
      }),
      beginKnowledge: os.verification.beginKnowledge.use(holding('account')).handler(async ({ input, context, errors }) => {
        await theirCase(context.services, context.person, input.caseId, errors);
        const begun = await context.services.verification.beginKnowledge(context.person, input.caseId);
        if (!begun.ok) throw stepError(begun.error, errors);
        return begun.value;
      }),
      answerKnowledge: os.verification.answerKnowledge.use(holding('account')).handler(async ({ input, context, errors }) => {
        await theirCase(context.services, context.person, input.caseId, errors);
        const answer = await context.services.verification.answerKnowledge(context.person, input.caseId, input.answers);
        if (!answer.ok) throw stepError(answer.error, errors);
        return answer.value;
      }),
    },
    accountActions: {
      facts: os.accountActions.facts.use(holding('account')).handler(async ({ input, context, errors }) => {
        const { services, person } = context;
        const customer = await theirCustomer(services, person, input.caseId, errors);
        const [facts, promotions] = await Promise.all([services.actionFacts.read(input.caseId, customer), services.actionFacts.promotions(customer)]);
        if (!facts.ok) throw walletError(facts.error, errors);
        const { account, verification } = facts.value;
        await onRecord(services, services.trail.seen(person, input.caseId, customer, 'account', account), errors);
        return { account, verification, promotions: [...promotions], limits: services.actionFacts.limits };
      }),
      request: os.accountActions.request.use(holding('account')).handler(async ({ input, context, errors }) => {
        const { services, person, sessionId } = context;
        await theirCustomer(services, person, input.caseId, errors);
        const asked = await services.accountActions.request({ person, session: sessionId }, input);
        if (!asked.ok) throw wishError(asked.error, errors);
        return asked.value;
      }),
      withdraw: os.accountActions.withdraw.use(holding('account')).handler(async ({ input, context, errors }) => {
        const { services, person, sessionId } = context;
        await visible(services, person, input.caseId, errors);
        const done = await services.accountActions.withdraw({ person, session: sessionId }, input.caseId, input.key);
        if (!done.ok) throw errors.REFUSED({ data: done.error });
        return {};
      }),
      lookAgain: os.accountActions.lookAgain.use(holding('account')).handler(async ({ input, context, errors }) => {
        await visible(context.services, context.person, input.caseId, errors);
        const looked = await context.services.accountActions.lookAgain(input.caseId, input.key);
        if (!looked.ok) throw errors.REFUSED({ data: looked.error });
        return looked.value;
      }),
      mine: os.accountActions.mine.use(holding('account')).handler(async function* ({ context }) {
        const { services, person, until } = context;
        for await (const own of services.openActions.of(person.id, until)) yield await Promise.all(own.map((action) => viewOf(services, action)));
      }),
      approvals: os.accountActions.approvals.use(holding('approve')).handler(async function* ({ context }) {
        const { services, until } = context;
        for await (const open of services.openActions.approvals(until)) yield await Promise.all(open.map((action) => viewOf(services, action)));
      }),
      approval: os.accountActions.approval.use(holding('approve')).handler(async ({ input, context, errors }) => {
        const { services, person } = context;
        await visible(services, person, input.caseId, errors);
        const state = await services.hub.state(input.caseId);
        const request = state && requestOf(state, input.key);
        if (!request) throw errors.NOT_FOUND({ data: { what: 'action' } });
        const { customer } = request.step.body;
        const facts = await services.actionFacts.read(input.caseId, customer);
        if (!facts.ok) throw walletError(facts.error, errors);
        const { account, verification } = facts.value;
        await onRecord(services, services.trail.seen(person, input.caseId, customer, 'account', account), errors);
        return { account, verification, words: request.step.content?.words ?? null, phone: request.step.content?.phone ?? null };
      }),
      approve: os.accountActions.approve.use(holding('approve')).handler(async ({ input, context, errors }) => {
        const { services, person, sessionId } = context;
        await visible(services, person, input.caseId, errors);
        const done = await services.accountActions.approve({ person, session: sessionId }, input);
        if (!done.ok) throw wishError(done.error, errors);
        return done.value;
      }),
      reject: os.accountActions.reject.use(holding('approve')).handler(async ({ input, context, errors }) => {
        const { services, person, sessionId } = context;
        await visible(services, person, input.caseId, errors);
        const done = await services.accountActions.reject({ person, session: sessionId }, input.caseId, input.key, input.words);
        if (!done.ok) throw errors.REFUSED({ data: done.error });
        return {};
      }),
    },
  };
}
