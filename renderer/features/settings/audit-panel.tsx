import { Button, Progress, Select, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { selectConfiguration } from '#renderer/app/desk-slice.ts';
import { useAppSelector } from '#renderer/app/hooks.ts';
import classes from '#renderer/features/settings/audit.module.css';
import { AuditTable } from '#renderer/features/settings/audit-table.tsx';
import settings from '#renderer/features/settings/settings.module.css';
import { useAuditState, useVerify } from '#renderer/features/settings/use-audit.ts';
import { momentText } from '#renderer/i18n/date-text.ts';
import { screenLanguage } from '#renderer/i18n/i18n.ts';
import type { VerifyFrame } from '#shared/contract/guard-schemas.ts';
import { type AuditKind, auditKind } from '#shared/desk/audit.ts';

/** What a check found. */
function Verdict({ frame }: { readonly frame: VerifyFrame }) {
  const { t, i18n } = useTranslation('guard');
  const { verdict, checked } = frame;
  if (verdict === null) return null;
  const { fault, published, at } = verdict;
  if (fault !== null) {
    return (
      <p className={classes.verdict} data-tone="bad" role="alert">
        {t(`auditFault_${fault.code}`, { n: fault.n })} {t('auditGood', { good: fault.good })}
      </p>
    );
  }
  return (
    <p className={classes.verdict} data-tone="good" role="status">
      {t('auditWhole', { count: checked, time: momentText(at, i18n.language, Date.now()) })}{' '}
      {published === null ? t('auditNoHead') : t('auditWholeTo', { n: published.n })}
    </p>
  );
}

/** What people of this console did that is on record: how the chain stands, a check of it, and its entries. */
export function AuditPanel() {
  const { t, i18n } = useTranslation('guard');
  const state = useAuditState();
  const { frame, running, failed, verify } = useVerify();
  const people = useAppSelector(selectConfiguration)?.people ?? [];
  const [actor, setActor] = useState<string | null>(null);
  const [customer, setCustomer] = useState('');
  const [kind, setKind] = useState<AuditKind | null>(null);
  const [typed] = useDebouncedValue(customer.trim().toUpperCase(), 300);
  const language = screenLanguage(i18n);
  return (
    <section className={settings.section} aria-labelledby="settings-audit">
      <h2 id="settings-audit">{t('audit')}</h2>
      <p className={settings.about}>{t('auditHint')}</p>
      <div className={settings.choices}>
        {state !== null && (
          <span>
            {t('auditEntries', { count: state.entries })} ·{' '}
            {state.published === null
              ? t('auditUnpublished')
              : t('auditPublished', { n: state.published.n, time: momentText(state.published.at, i18n.language, Date.now()) })}
          </span>
        )}
        <Button size="compact-sm" variant="default" onClick={verify} loading={running}>
          {t('auditVerify')}
        </Button>
      </div>
      {running && frame !== null && frame.verdict === null && (
        <Progress
          value={frame.total === 0 ? 0 : (100 * frame.checked) / frame.total}
          aria-label={t('auditVerifying', { checked: frame.checked, total: frame.total })}
        />
      )}
      {failed ? (
        <p className={classes.verdict} data-tone="bad" role="alert">
          {t('auditFault')}
        </p>
      ) : (
        frame !== null && <Verdict frame={frame} />
      )}
      <div className={classes.filters}>
        <Select
          label={t('auditPerson')}
          placeholder={t('auditAny')}
          data={people.map(({ id, name }) => ({ value: id, label: name[language] }))}
          value={actor}
          onChange={setActor}
          clearable
          searchable
          size="xs"
        />
        <TextInput
          label={t('auditCustomer')}
          value={customer}
          onChange={(event) => setCustomer(event.currentTarget.value)}
          maxLength={64}
          size="xs"
          spellCheck={false}
        />
        <Select
          label={t('auditKind')}
          placeholder={t('auditAny')}
          data={auditKind.options.map((value) => ({ value, label: t(`kind_${value}`) }))}
          value={kind}
          onChange={(value) => setKind(value as AuditKind | null)}
          clearable
          searchable
          size="xs"
        />
      </div>
      <AuditTable asked={{ actor, customer: typed === '' ? null : typed, kind }} />
    </section>
  );
}
