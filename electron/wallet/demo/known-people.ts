import type { ReadDb } from '#electron/sqlite/db.ts';
import type { CheckedPeople, KnownCustomer } from '#electron/wallet/conformance/under-check.ts';
import { boundCards, boundDevices } from '#electron/wallet/demo/account-card.ts';
import type { DemoCustomer } from '#electron/wallet/demo/make-customers.ts';
import * as tables from '#electron/wallet/demo/tables/wallet-tables.ts';
import { answersFor } from '#electron/wallet/demo/verifying.ts';
import type { TransactionId } from '#shared/lib/ids.ts';
import { DAY, type Instant } from '#shared/lib/time.ts';

/** Those of the made-up people among whom somebody to be checked is looked for. */
const LOOKED_AT = 400;
const KNOWN = 3;

function toKnown(db: ReadDb, customer: DemoCustomer): KnownCustomer {
  const { id, name, latin, phone, email, idNumber } = customer;
  return {
    id,
    names: [name, latin],
    phone,
    email,
    idNumber: idNumber ?? '',
    cards: boundCards(customer).map(({ number }) => number),
    transactions: tables.countMovements(db, id),
  };
}

/** Somebody active with a device to take off and a payment of which nothing was paid back; null where nobody is left. */
function actedOf(db: ReadDb, people: readonly DemoCustomer[]): CheckedPeople['acted'] {
  for (const customer of people) {
    const [device] = boundDevices(customer);
    if (customer.state !== 'active' || device === undefined || customer.contactChangedAt !== undefined) continue;
    const payments = tables.movementsOf(db, customer.id, null, 50, { kinds: ['payment'], statuses: ['succeeded'] });
    const refunds = tables.refundsOf(
      db,
      customer.id,
      payments.map(({ id }) => id),
    );
    const paid = payments.find(({ id, minor }) => !refunds.has(id) && -minor >= 100 && -minor <= 100_000);
    if (paid === undefined) continue;
    const payment = { id: paid.id as TransactionId, minor: -paid.minor, currency: paid.currency };
    return { customer: customer.id, device: device.id, payment, answers: answersFor(customer) };
  }
  return null;
}

/** The made-up people that the demo wallet is checked with, raw values and all. */
export function checkedPeopleOf(db: ReadDb, now: Instant): CheckedPeople {
  const people = tables.someCustomers(db, LOOKED_AT);
  const [first] = people;
  if (first === undefined) throw new Error('the wallet is empty');
  const whole = people.filter((one) => one === first || (one.idNumber !== null && one.kyc === 'class-3'));
  const known = whole.map((one) => toKnown(db, one)).filter(({ transactions }) => transactions > 20);
  return {
    known: known.slice(0, KNOWN),
    open: { customer: first.id, minor: 20_000, since: now - 4 * DAY },
    acted: actedOf(db, people.slice(KNOWN * 10)),
  };
}
