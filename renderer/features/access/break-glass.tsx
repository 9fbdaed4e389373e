import { Button } from '@mantine/core';
import { IconLockOpen } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommand } from '#renderer/app/commands.ts';
import { useAppSelector } from '#renderer/app/hooks.ts';
import { selectMe } from '#renderer/app/session-slice.ts';
import { BreakGlassForm, type Closed } from '#renderer/features/access/break-glass-form.tsx';
import { may } from '#shared/desk/powers.ts';

/** The way to open what is not one's own, for those who may see full values at all. */
export function BreakGlass({ closed, onOpened }: { readonly closed: Closed; readonly onOpened: () => void }) {
  const { t } = useTranslation('guard');
  const role = useAppSelector(selectMe)?.person.role;
  const [asking, setAsking] = useState(false);
  const alone = 'customer' in closed;
  const mayOpen = role !== undefined && may(role, 'reveal');
  useCommand({
    id: 'access.breakGlass',
    label: t(alone ? 'glassTitleAlone' : 'glassTitle'),
    keywords: t(alone ? 'glassAlone' : 'glass'),
    group: t(alone ? 'customer:pane' : 'caseActions:group'),
    defaultKey: null,
    run: () => setAsking(true),
    enabled: mayOpen,
  });
  if (!mayOpen) return null;
  return (
    <>
      <Button size="compact-sm" variant="default" leftSection={<IconLockOpen size={15} aria-hidden />} onClick={() => setAsking(true)}>
        {t(alone ? 'glassAlone' : 'glass')}
      </Button>
      {asking && (
        <BreakGlassForm
          closed={closed}
          onClose={() => setAsking(false)}
          onOpened={() => {
            setAsking(false);
            onOpened();
          }}
        />
      )}
    </>
  );
}
