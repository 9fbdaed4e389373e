import type { TFunction } from 'i18next';
import { whyText } from '#renderer/i18n/action-text.ts';
import { levelOf } from '#shared/case/account-action.ts';
import type { CaseState } from '#shared/case/state.ts';
import type { Person } from '#shared/desk/person.ts';
import type { Money } from '#shared/lib/money.ts';
import type { Instant } from '#shared/lib/time.ts';
import type { Account } from '#shared/wallet/account.ts';
import { type ActionLimits, bandOf } from '#shared/wallet/action-limits.ts';
import type { ActionName } from '#shared/wallet/actions.ts';
import { type CaseStanding, CONTACT_REST, type Preview, preview } from '#shared/wallet/proof-table.ts';

function standingOf({ status, owner }: CaseState, me: Person): CaseStanding {
  if (status === 'resolved') return 'closed';
  return owner === null ? 'waiting' : owner === me.id ? 'mine' : 'other';
}

/** What the screen knows of an account that the table asks for. */
type Facts = Pick<Account, 'state' | 'contactChangedAt'>;

interface Asked {
  readonly action: ActionName;
  readonly amount: Money | null;
}

/** For a question without an amount. */
export const noLimits: ActionLimits = {};

/**
 * What the table says to the signed-in person, who is taken to be able to give a code, and before any second person
 * looked. Without an amount it is that of a small one.
 */
export function previewFor(state: CaseState, me: Person, facts: Facts | null, limits: ActionLimits, { action, amount }: Asked, now: Instant): Preview {
  const contact = facts?.contactChangedAt;
  return preview({
    action,
    role: me.role,
    level: levelOf(state, now).level,
    proof: 'session',
    band: amount === null ? 'small' : bandOf(amount, limits),
    caseStanding: standingOf(state, me),
    second: false,
    freshContact: contact !== undefined && now - contact < CONTACT_REST,
    frozenByLaw: facts?.state === 'frozen-legal',
  });
}

/** The same in words. */
export function previewText(t: TFunction, locale: string, said: Preview): string {
  switch (said.verdict) {
    case 'allowed':
      return t('accountActions:allowed');
    case 'refused':
      return t('accountActions:refusedWhy', { why: whyText(t, said.reason) });
    case 'needs': {
      const what = said.needs.map((need) => t(`accountActions:need_${need.reason}${need.reason === 'needs-customer-level' ? `_${need.level}` : ''}`));
      return t('accountActions:needs', { what: new Intl.ListFormat(locale, { type: 'conjunction' }).format(what) });
    }
  }
}
