import { useTranslation } from 'react-i18next';
import { isApple } from '#renderer/app/key.ts';
import classes from '#renderer/features/composer/composer.module.css';

interface Props {
  /** Messages that the channel still takes; null where it counts none, or they are not for it. */
  readonly left: number | null;
  /** Whether anything can be sent at all. */
  readonly open: boolean;
  /** Whether Enter alone sends, as its reader wants it. */
  readonly byEnter: boolean;
  /** Whether so few are left that Enter alone does not send. */
  readonly scarce: boolean;
}

/** Which keys send; that none does where the messages are used up, and nothing while the channel takes none. */
export function KeyHint({ left, open, byEnter, scarce }: Props) {
  const { t } = useTranslation('composer');
  if (!open && left !== 0) return null;
  const key = isApple(navigator.platform) ? '⌘' : 'Ctrl';
  const text = () => {
    if (left === 0) return t('hintNoneLeft');
    if (!byEnter) return t('hintModEnter', { key });
    return scarce ? t('hintScarce', { key }) : t('hintEnter');
  };
  return <span className={classes.keyHint}>{text()}</span>;
}
