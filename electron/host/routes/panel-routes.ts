import { type AnswerAsOf, LastAnswers } from '#electron/desk/customers/last-answers.ts';
import type { ConsoleAccess } from '#electron/host/console-access.ts';
import type { DeskServices } from '#electron/host/desk-services.ts';
import { NoWallet } from '#electron/host/no-wallet.ts';
import { onRecord, type Unavailable } from '#electron/host/on-record.ts';
import { customerOf, type Refuse, visible } from '#electron/host/visible.ts';
import type { WalletFault } from '#electron/wallet/port.ts';
import type { SeenPanel } from '#shared/case/seen-panel.ts';
import type { Person } from '#shared/desk/person.ts';
import { may } from '#shared/desk/powers.ts';
import type { CaseId, CustomerId } from '#shared/lib/ids.ts';
import { fail, type Result } from '#shared/lib/result.ts';
import type { PanelFault } from '#shared/wallet/panel-fault.ts';

type Errors = Refuse &
  Unavailable & {
    readonly BAD_INPUT: (options: { data: { place: string; fault: string } }) => Error;
    readonly WALLET_FAULT: (options: { data: PanelFault }) => Error;
  };

const MOST_DETAIL = 300;

/** A fault of the wallet as a screen is told it; null for the two that are told as errors of the call. */
function toPanelFault(fault: WalletFault, connected: boolean): PanelFault | null {
  if (!connected) return { code: 'not-connected', detail: fault.detail.slice(0, MOST_DETAIL), retryAfter: null };
  const { code, detail } = fault;
  if (code === 'not-found' || code === 'unknown-mark') return null;
  return { code, detail: detail.slice(0, MOST_DETAIL), retryAfter: code === 'rate-limited' ? Math.max(0, Math.round(fault.retryAfter)) : null };
}

function thrown(fault: WalletFault, connected: boolean, errors: Errors): Error {
  const shown = toPanelFault(fault, connected);
  if (shown) return errors.WALLET_FAULT({ data: shown });
  if (fault.code === 'not-found') return errors.NOT_FOUND({ data: { what: 'customer' } });
  return errors.BAD_INPUT({ data: { place: 'from', fault: 'unknown-page-mark' } });
}

interface Question<T> {
  readonly services: DeskServices;
  readonly person: Person;
  readonly input: { readonly caseId: CaseId; readonly customer: CustomerId };
  readonly errors: Errors;
  readonly panel: SeenPanel;
  /** Whether its answer is worth keeping: pages behind the newest and searches are not. */
  readonly keep: boolean;
  readonly ask: () => Promise<Result<T, WalletFault>>;
  /** Whom the answer is about, as far as it says. */
  readonly about: (value: T) => readonly CustomerId[];
}

/** The parts of the customer's page, each from the wallet, or as it last answered; every look is on record before it is answered. */
export function panelRoutes({ os, signedIn }: ConsoleAccess) {
  let last: LastAnswers | null = null;
  const answer = async <T>({ services, person, input, errors, panel, keep, ask, about }: Question<T>): Promise<AnswerAsOf<T>> => {
    const { caseId, customer } = input;
    await customerOf(services, person, caseId, customer, errors);
    // Whatever connection it is: what is about somebody else is shown nowhere.
    const asked = ask().then((result) => {
      const strange = result.ok && about(result.value).some((id) => id !== customer);
      return strange ? fail<WalletFault>({ code: 'other-customer', detail: panel }) : result;
    });
    last ??= new LastAnswers(services.clock);
    const known = await (keep ? last : new LastAnswers(services.clock)).ask(`${panel} ${customer}`, asked);
    if (!known.ok) {
      services.logger.warn('panel: the wallet gave no answer', { panel, code: known.error.code, detail: known.error.detail });
      throw thrown(known.error, !(services.wallet instanceof NoWallet), errors);
    }
    await onRecord(services, services.trail.seen(person, caseId, customer, panel, known.value.value), errors);
    return known.value;
  };
  const standing = ({ asOf, fault }: AnswerAsOf<unknown>) => ({ asOf, fault: fault && toPanelFault(fault, true) });
  return {
    account: os.customers.account.use(signedIn).handler(async ({ input, context, errors }) => {
      const { wallet } = context.services;
      const ask = () => wallet.account(input.customer);
      const known = await answer({ ...context, input, errors, panel: 'account', keep: true, ask, about: ({ id }) => [id] });
      return { account: known.value, ...standing(known) };
    }),
    transactions: os.customers.transactions.use(signedIn).handler(async ({ input, context, errors }) => {
      const { wallet } = context.services;
      const { customer, from, limit, filter } = input;
      const keep = from === null && filter === undefined;
      const ask = () => wallet.transactions(customer, from, limit, filter);
      const about = (page: { readonly transactions: readonly { readonly customerId: CustomerId }[] }) => page.transactions.map(({ customerId }) => customerId);
      const known = await answer({ ...context, input, errors, panel: 'timeline', keep, ask, about });
      return { transactions: [...known.value.transactions], next: known.value.next, ...standing(known) };
    }),
    security: os.customers.security.use(signedIn).handler(async ({ input, context, errors }) => {
      const { wallet } = context.services;
      const { customer, from, limit } = input;
      const ask = () => wallet.securityEvents(customer, from, limit);
      const about = (page: { readonly events: readonly { readonly customerId: CustomerId }[] }) => page.events.map(({ customerId }) => customerId);
      const known = await answer({ ...context, input, errors, panel: 'security', keep: from === null, ask, about });
      return { events: [...known.value.events], next: known.value.next, ...standing(known) };
    }),
    promotions: os.customers.promotions.use(signedIn).handler(async ({ input, context, errors }) => {
      const { wallet } = context.services;
      const ask = () => wallet.promotions(input.customer);
      const known = await answer({ ...context, input, errors, panel: 'promotions', keep: true, ask, about: () => [] });
      return { promotions: [...known.value], ...standing(known) };
    }),
    looks: os.customers.looks.use(signedIn).handler(async ({ input, context, errors }) => {
      const { services, person } = context;
      if (services.glass.leave(person.id, input.caseId) === null) await visible(services, person, input.caseId, errors);
      return [...(await services.trail.looks(input.caseId, may(person.role, 'see-all') ? null : person.id))];
    }),
  };
}
