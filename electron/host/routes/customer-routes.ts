import { suggestCustomers } from '#electron/desk/customers/suggest-customers.ts';
import { suggestTransactions } from '#electron/desk/customers/suggest-transactions.ts';
import { mayRead } from '#electron/desk/session/permissions.ts';
import type { ConsoleAccess } from '#electron/host/console-access.ts';
import type { Unavailable } from '#electron/host/on-record.ts';
import { recordSearch } from '#electron/host/record-search.ts';
import { panelRoutes } from '#electron/host/routes/panel-routes.ts';
import { type Refuse, theirCustomer, visible } from '#electron/host/visible.ts';
import type { WalletFault } from '#electron/wallet/port.ts';
import { findSensitive } from '#shared/wallet/find-sensitive.ts';

/** A fault of the wallet as the contract throws it. */
export const walletFault = (code: WalletFault['code'], errors: Refuse & Unavailable) =>
  code === 'not-found' ? errors.NOT_FOUND({ data: { what: 'customer' } }) : errors.UNAVAILABLE({ data: { part: 'wallet' } });

/** Whom a case is about, and what the wallet knows of them; every look is on record before it is answered. */
export function customerRoutes(access: ConsoleAccess) {
  const { os, signedIn } = access;
  return {
    customers: {
      find: os.customers.find.use(signedIn).handler(async ({ input, context, errors }) => {
        const found = await context.services.wallet.findCustomers(input.text, 20);
        if (!found.ok) throw walletFault(found.error.code, errors);
        const values = findSensitive(input.text).map(({ kind }) => kind);
        if (values.length > 0) await recordSearch(context.services, context.person, values, found.value.length);
        return [...found.value];
      }),
      suggest: os.customers.suggest.use(signedIn).handler(async ({ input, context, errors }) => {
        const { services } = context;
        await visible(services, context.person, input.caseId, errors);
        const state = await services.hub.state(input.caseId);
        if (!state) return [];
        const { cache } = services.store;
        const found = await suggestCustomers({ ...services, cache }, state, services.clock());
        // Where else they wrote is told of cases that are this person's to read.
        return Promise.all(
          found.map(async ({ customer, reason }) => {
            const rows = (await cache.casesOf(customer.id, 20)).filter(
              (row) => row.id !== state.id && row.mergedInto === undefined && mayRead(context.person, row),
            );
            return { customer, reason, wrote: rows.slice(0, 3) };
          }),
        );
      }),
      suggestTransactions: os.customers.suggestTransactions.use(signedIn).handler(async ({ input, context, errors }) => {
        const { services } = context;
        const state = await services.hub.state(input.caseId);
        if (!state || state.erasedAt !== null || state.customer === null) {
          await visible(services, context.person, input.caseId, errors);
          return [];
        }
        // What is suggested tells of the account: it opens with it.
        await theirCustomer(services, context.person, input.caseId, errors);
        const found = await suggestTransactions(services.wallet, state, input.timeZone ?? new Intl.DateTimeFormat().resolvedOptions().timeZone);
        if (!found.ok) throw walletFault(found.error.code, errors);
        return found.value.map(({ id, reasons }) => ({ transaction: id, reasons: [...reasons] }));
      }),
      ...panelRoutes(access),
      demoChatLink: os.customers.demoChatLink.use(signedIn).handler(async ({ input, context, errors }) => {
        const { services } = context;
        if (!services.demo || !services.chatLink) throw errors.NOT_ALLOWED();
        const account = await services.wallet.account(input.customer);
        if (!account.ok) throw walletFault(account.error.code, errors);
        return { url: services.chatLink(input.customer, account.value.name) };
      }),
    },
  };
}
