import { Loader } from '@mantine/core';
import { type ReactNode, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { AccountDetails } from '#renderer/features/customer/account-details.tsx';
import { BoundCards, Devices, Identities } from '#renderer/features/customer/bound-things.tsx';
import classes from '#renderer/features/customer/customer.module.css';
import type { KnownCustomer } from '#renderer/features/customer/customer-slice.ts';
import { EarlierCases } from '#renderer/features/customer/earlier-cases.tsx';
import { loadPanel, type Whose } from '#renderer/features/customer/load-customer.ts';
import { PromotionList } from '#renderer/features/customer/promotion-list.tsx';
import { SecurityList } from '#renderer/features/customer/security-list.tsx';
import { useLoadParts } from '#renderer/features/customer/use-load-parts.ts';
import { PanelStanding } from '#renderer/ui/panel-standing.tsx';
import type { CaseId } from '#shared/lib/ids.ts';
import type { Account } from '#shared/wallet/account.ts';

const ofAccount = ['details', 'cards', 'devices', 'identities'] as const;
const sections = ['details', 'cards', 'devices', 'security', 'promotions', 'identities', 'cases'] as const;
type Section = (typeof sections)[number];

interface Props {
  readonly whose: Whose;
  readonly known: KnownCustomer;
}

function countOf({ account, promotions, earlier }: KnownCustomer, section: Section, caseId: string): number | null | undefined {
  switch (section) {
    case 'cards':
      return account?.cards.length;
    case 'devices':
      return account?.devices.length;
    case 'identities':
      return account?.identities.length;
    case 'promotions':
      return promotions?.filter(({ state }) => state === 'due').length;
    case 'cases':
      return earlier.filter(({ id }) => id !== caseId).length;
    default:
      return null;
  }
}

function ofTheAccount(account: Account, caseId: CaseId, section: (typeof ofAccount)[number]): ReactNode {
  switch (section) {
    case 'details':
      return <AccountDetails account={account} caseId={caseId} />;
    case 'cards':
      return <BoundCards account={account} caseId={caseId} />;
    case 'devices':
      return <Devices account={account} />;
    default:
      return <Identities account={account} />;
  }
}

/** A part that the wallet is asked for by itself: what it said and how it stands. */
function Panel({ whose, known, panel }: Props & { readonly panel: 'security' | 'promotions' }) {
  const { t } = useTranslation('panels');
  const parts = useLoadParts();
  const { at, fault } = known.panels[panel];
  return (
    <>
      <PanelStanding at={at} fault={fault} onRetry={() => void loadPanel(parts, whose, panel)} />
      {at === null && !fault && (
        <p className={classes.hint}>
          <Loader size={12} /> {t('loading')}
        </p>
      )}
      {at !== null && panel === 'security' && <SecurityList events={known.security} />}
      {at !== null && panel === 'promotions' && <PromotionList promotions={known.promotions ?? []} />}
    </>
  );
}

/** What was opened is seen: the card may be longer than its place. */
const intoView = (body: HTMLElement | null): void => body?.scrollIntoView({ block: 'nearest' });

/** What there is more of a customer: one part at a time, at a press; promotions are asked for, and put on record as seen, only then. */
export function Sections({ whose, known }: Props) {
  const { t } = useTranslation('panels');
  const parts = useLoadParts();
  const [open, setOpen] = useState<Section | null>(null);
  const place = useId();
  const choose = (section: Section) => {
    const next = open === section ? null : section;
    setOpen(next);
    if (next === 'promotions') void loadPanel(parts, whose, 'promotions');
  };
  const body = (section: Section) => {
    if (section === 'security' || section === 'promotions') return <Panel whose={whose} known={known} panel={section} />;
    if (section === 'cases') return <EarlierCases rows={known.earlier.filter(({ id }) => id !== whose.caseId)} older={known.older} />;
    return known.account && ofTheAccount(known.account, whose.caseId, section);
  };
  return (
    <>
      <div className={classes.sections} role="group" aria-label={t('sections')}>
        {sections.map((section) => {
          const count = countOf(known, section, whose.caseId);
          return (
            <button
              key={section}
              type="button"
              className={classes.section}
              aria-expanded={open === section}
              aria-controls={open === section ? place : undefined}
              onClick={() => choose(section)}
            >
              {t(`section_${section}`)}
              {count != null && count > 0 && <span className={classes.count}>{count}</span>}
            </button>
          );
        })}
      </div>
      {open !== null && (
        <div key={open} id={place} ref={intoView} className={classes.sectionBody}>
          {body(open)}
        </div>
      )}
    </>
  );
}
