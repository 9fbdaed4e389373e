import { oc } from '@orpc/contract';
import { z } from 'zod';
import { look } from '#shared/case/looks.ts';
import { contractErrors } from '#shared/contract/errors.ts';
import { caseId, customerId } from '#shared/lib/ids.ts';
import { instant } from '#shared/lib/time.ts';
import { account } from '#shared/wallet/account.ts';
import { panelFault } from '#shared/wallet/panel-fault.ts';
import { promotion } from '#shared/wallet/promotion.ts';
import { securityEvent } from '#shared/wallet/security-event.ts';
import { transaction, transactionFilter } from '#shared/wallet/transaction.ts';

const base = oc.errors(contractErrors);
const ofWallet = base.errors({ WALLET_FAULT: { data: panelFault } });
const whose = z.object({ customer: customerId, caseId });
const page = whose.extend({ from: z.string().max(200).nullable(), limit: z.number().int().min(1).max(200) });

/** When the wallet said so; with a fault it is its last answer, and the wallet gave none now. */
const standing = { asOf: instant, fault: panelFault.nullable() };

/** The parts of the customer's page: each is asked, fails and is asked again by itself. What was seen is put on the case's trail before it is answered. */
export const panelContract = {
  account: ofWallet.input(whose).output(z.object({ account, ...standing })),
  /** Newest first; a page of a filter goes with the same filter. */
  transactions: ofWallet
    .input(page.extend({ filter: transactionFilter.optional() }))
    .output(z.object({ transactions: z.array(transaction), next: z.string().nullable(), ...standing })),
  /** Sign-ins and what changed in the account's safety, newest first. */
  security: ofWallet.input(page).output(z.object({ events: z.array(securityEvent), next: z.string().nullable(), ...standing })),
  promotions: ofWallet.input(whose).output(z.object({ promotions: z.array(promotion), ...standing })),
  /** One's own looks at the case's customer, oldest first; everybody's to who sees all cases. */
  looks: base.input(z.object({ caseId })).output(z.array(look)),
};
