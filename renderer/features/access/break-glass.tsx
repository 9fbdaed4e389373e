import { Button } from '@mantine/core';
import { IconLockOpen } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAppSelector } from '#renderer/app/hooks.ts';
import { selectMe } from '#renderer/app/session-slice.ts';
import { BreakGlassForm } from '#renderer/features/access/break-glass-form.tsx';
import { may } from '#shared/desk/powers.ts';
import type { CaseId } from '#shared/lib/ids.ts';

/** The way to open a case that is not one's own, for those who may see full values at all. */
export function BreakGlass({ caseId, onOpened }: { readonly caseId: CaseId; readonly onOpened: () => void }) {
  const { t } = useTranslation('guard');
  const role = useAppSelector(selectMe)?.person.role;
  const [asking, setAsking] = useState(false);
  if (role === undefined || !may(role, 'reveal')) return null;
  return (
    <>
      <Button size="compact-sm" variant="default" leftSection={<IconLockOpen size={15} aria-hidden />} onClick={() => setAsking(true)}>
        {t('glass')}
      </Button>
      {asking && (
        <BreakGlassForm
          caseId={caseId}
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
