import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useAppSelector } from '#renderer/app/hooks.ts';
import classes from '#renderer/features/composer/composer.module.css';
import { selectDraft } from '#renderer/features/composer/composer-slice.ts';
import { selectMail } from '#renderer/features/mail/mail-slice.ts';
import type { CaseId } from '#shared/lib/ids.ts';
import { secretsIn } from '#shared/wallet/find-sensitive.ts';
import { mask } from '#shared/wallet/masking.ts';

/** Says before an answer is sent which of its values the customer will read masked. */
export function MaskHint({ caseId }: { readonly caseId: CaseId }) {
  const { t, i18n } = useTranslation('composer');
  const text = useAppSelector((root) => selectDraft(root, caseId, 'reply').text);
  const own = useAppSelector((root) => selectMail(root)?.addresses);
  const hidden = useMemo(() => [...new Set(secretsIn(text, new Set(own)).map(({ kind, raw }) => mask(kind, raw)))], [text, own]);
  return (
    <p className={classes.hint} role="status">
      {hidden.length > 0 && t('masks', { values: new Intl.ListFormat(i18n.language, { type: 'unit' }).format(hidden) })}
    </p>
  );
}
