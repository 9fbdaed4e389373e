import { suggestCustomers } from '#electron/desk/customers/suggest-customers.ts';
import type { ConsoleAccess } from '#electron/host/console-access.ts';
import { onRecord, type Unavailable } from '#electron/host/on-record.ts';
import { customerOf, type Refuse, visible } from '#electron/host/visible.ts';
import type { WalletFault } from '#electron/wallet/port.ts';
import { customerMarks } from '#shared/case/state.ts';

const walletFault = (code: WalletFault['code'], errors: Refuse & Unavailable) =>
  code === 'not-found' ? errors.NOT_FOUND({ data: { what: 'customer' } }) : errors.UNAVAILABLE({ data: { part: 'wallet' } });

/** Whom a case is about, and what the wallet knows of them; every look is on record before it is answered. */
export function customerRoutes({ os, signedIn, holding }: ConsoleAccess) {
  return {
    customers: {
      find: os.customers.find.use(signedIn).handler(async ({ input, context, errors }) => {
        const found = await context.services.wallet.findCustomers(input.text, 20);
        if (!found.ok) throw walletFault(found.error.code, errors);
        return [...found.value];
      }),
      suggest: os.customers.suggest.use(signedIn).handler(async ({ input, context, errors }) => {
        const { services } = context;
        await visible(services, context.person, input.caseId, errors);
        const state = await services.hub.state(input.caseId);
        return state ? [...(await suggestCustomers(services, state, services.clock()))] : [];
      }),
      account: os.customers.account.use(signedIn).handler(async ({ input, context, errors }) => {
        const { services, person } = context;
        await customerOf(services, person, input.caseId, input.customer, errors);
        const account = await services.wallet.account(input.customer);
        if (!account.ok) throw walletFault(account.error.code, errors);
        await onRecord(services, services.trail.seen(person, input.caseId, input.customer, 'account', account.value), errors);
        return account.value;
      }),
      transactions: os.customers.transactions.use(signedIn).handler(async ({ input, context, errors }) => {
        const { services, person } = context;
        await customerOf(services, person, input.caseId, input.customer, errors);
        const page = await services.wallet.transactions(input.customer, input.from, input.limit);
        if (!page.ok && page.error.code === 'unknown-mark') throw errors.BAD_INPUT({ data: { place: 'from', fault: 'unknown-page-mark' } });
        if (!page.ok) throw walletFault(page.error.code, errors);
        await onRecord(services, services.trail.seen(person, input.caseId, input.customer, 'timeline', page.value), errors);
        return { transactions: [...page.value.transactions], next: page.value.next };
      }),
      demoChatLink: os.customers.demoChatLink.use(signedIn).handler(async ({ input, context, errors }) => {
        const { services } = context;
        if (!services.demo || !services.chatLink) throw errors.NOT_ALLOWED();
        const account = await services.wallet.account(input.customer);
        if (!account.ok) throw walletFault(account.error.code, errors);
        return { url: services.chatLink(input.customer, account.value.name) };
      }),
    },
    vault: {
      reveal: os.vault.reveal.use(holding('reveal')).handler(async ({ input, context, errors }) => {
        const { services, person } = context;
        await visible(services, person, input.caseId, errors);
        const state = await services.hub.state(input.caseId);
        const marks = state ? [...customerMarks(state), ...state.entries.flatMap((entry) => ('marks' in entry ? entry.marks : []))] : [];
        const inCase = marks.some((mark) => mark.token === input.token);
        if (!inCase) throw errors.NOT_FOUND({ data: { what: 'token' } });
        await onRecord(services, services.trail.revealed(person, input.caseId, input.token, input.reason), errors);
        const value = await services.vault.reveal(input.token);
        if (!value) throw errors.NOT_FOUND({ data: { what: 'token' } });
        return value;
      }),
    },
  };
}
