import { useTranslation } from 'react-i18next';
import { useNames } from '#renderer/app/use-names.ts';
import { timeText } from '#renderer/i18n/date-text.ts';
import type { SupervisorAlert } from '#shared/contract/guard-schemas.ts';

/** What happened, in a sentence. */
export function useAlertText(): (alert: SupervisorAlert) => string {
  const { t, i18n } = useTranslation('guard');
  const names = useNames();
  return ({ kind, person, caseId, reason, until }) =>
    kind === 'break-glass'
      ? t(caseId === null ? 'alert_glassAlone' : 'alert_glass', { name: names.person(person), reason: reason === null ? '' : t(`glassReason_${reason}`) })
      : t('alert_reveals', { name: names.person(person), time: timeText(until, i18n.language) });
}
