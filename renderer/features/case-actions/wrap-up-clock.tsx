import { useTranslation } from 'react-i18next';
import classes from '#renderer/features/case-actions/case-actions.module.css';
import { useNow } from '#renderer/ui/use-now.ts';
import type { CaseState } from '#shared/case/state.ts';
import { clockText } from '#shared/lib/time.ts';

/** What is left of the after-call work, or by how much it is over. */
export function WrapUpClock({ wrapUp }: { readonly wrapUp: NonNullable<CaseState['wrapUp']> }) {
  const { t } = useTranslation('caseActions');
  const left = wrapUp.until - useNow(1000);
  return (
    <span className={classes.wrapUp} data-over={left < 0 || undefined}>
      {left < 0 ? t('wrapUpOver', { time: clockText(-left) }) : t('wrapUpLeft', { time: clockText(left) })}
    </span>
  );
}
