import { type ReactNode, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import classes from '#renderer/features/customer/customer.module.css';
import { PaneContext } from '#renderer/ui/pane-context.ts';

/** The pane of a customer. On a low window it is what scrolls, the lines of the axis with it, and its head and the axis' bar stay in sight. */
export function Pane({ children }: { readonly children: ReactNode }) {
  const { t } = useTranslation('customer');
  const box = useRef<HTMLElement>(null);
  return (
    <aside ref={box} className={classes.pane} aria-label={t('pane')}>
      <div className={classes.content}>
        <PaneContext value={box}>{children}</PaneContext>
      </div>
    </aside>
  );
}
