import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useNames } from '#renderer/app/use-names.ts';
import classes from '#renderer/features/settings/audit.module.css';
import type { Asked } from '#renderer/features/settings/audit-reader.ts';
import { useAuditEntries } from '#renderer/features/settings/use-audit.ts';
import { momentText } from '#renderer/i18n/date-text.ts';
import type { AuditView } from '#shared/contract/guard-schemas.ts';
import { glassReason, revealReason } from '#shared/desk/reasons.ts';

/** What an entry says beside who, what and of whom. */
function useDetails(): (entry: AuditView) => string {
  const { t, i18n } = useTranslation('guard');
  const names = useNames();
  const reasonText = (reason: string): string => {
    if (glassReason.safeParse(reason).success) return t(`glassReason_${reason}`);
    if (reason === 'limit' || revealReason.safeParse(reason).success) return t(`reason_${reason}`);
    return i18n.exists(`guard:code_${reason}`) ? t(`code_${reason}`, { time: '' }) : reason;
  };
  const fieldText = (field: string): string => {
    const [kind = field, ...rest] = field.split(' ');
    return i18n.exists(`guard:field_${kind}`) ? [t(`field_${kind}`), ...rest].join(' ') : field;
  };
  return ({ fields, reason, words, outcome, facts }) =>
    [
      ...fields.map(fieldText),
      ...(typeof facts.person === 'string' ? [names.person(facts.person as Parameters<typeof names.person>[0])] : []),
      ...(typeof facts.action === 'string' && facts.action !== facts.purpose ? [facts.action] : []),
      ...(outcome === 'done' ? [] : [t(`outcome_${outcome}`)]),
      ...(reason === null ? [] : [reasonText(reason)]),
      ...(words === null ? [] : [`“${words}”`]),
    ].join(' · ');
}

/** Entries of the audit, the newest first. */
export function AuditTable({ asked }: { readonly asked: Asked }) {
  const { t, i18n } = useTranslation('guard');
  const names = useNames();
  const details = useDetails();
  const { entries, fault, more, readMore } = useAuditEntries(asked);
  const failed = fault && (
    <p className={classes.verdict} data-tone="bad" role="alert">
      {t('auditFault')}{' '}
      <Button size="compact-sm" variant="light" onClick={readMore}>
        {t('panels:retry')}
      </Button>
    </p>
  );
  if (entries === null) return failed;
  if (entries.length === 0) return <p role="status">{t('auditNone')}</p>;
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard. */}
      <div className={classes.scroller} tabIndex={0} role="region" aria-label={t('auditList')}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">{t('auditNumber')}</th>
              <th scope="col">{t('auditTime')}</th>
              <th scope="col">{t('auditWho')}</th>
              <th scope="col">{t('auditWhat')}</th>
              <th scope="col">{t('auditWhom')}</th>
              <th scope="col">{t('auditWhy')}</th>
            </tr>
          </thead>
          <tbody>
            {entries.map((entry) => (
              <tr key={entry.n}>
                <td className={classes.number}>{entry.n}</td>
                <td className={classes.number}>{momentText(entry.at, i18n.language, Date.now())}</td>
                <td>{entry.actor.kind === 'system' ? t('auditSystem') : names.actor(entry.actor)}</td>
                <td>{t(`kind_${entry.kind}`)}</td>
                <td className={classes.number}>
                  <bdi>{entry.customer}</bdi>
                  {entry.caseId !== null && (
                    <bdi className={classes.case} title={entry.caseId}>
                      {' '}
                      …{entry.caseId.slice(-6)}
                    </bdi>
                  )}
                </td>
                <td>
                  <bdi>{details(entry)}</bdi>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {failed}
      {more && !fault && (
        <div>
          <Button size="compact-sm" variant="subtle" onClick={readMore}>
            {t('auditMore')}
          </Button>
        </div>
      )}
    </>
  );
}
