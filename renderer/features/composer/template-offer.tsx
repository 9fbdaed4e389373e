import { Button } from '@mantine/core';
import { IconTemplate } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommand } from '#renderer/app/commands.ts';
import { TemplateDialog } from '#renderer/features/composer/template-dialog.tsx';
import type { CaseState } from '#shared/case/state.ts';
import type { CaseId } from '#shared/lib/ids.ts';

interface Props {
  readonly state: CaseState;
  /** The case that was split off, which is answered here; null: this one. */
  readonly split: CaseId | null;
  /** It is the only way left, and stands with its words. */
  readonly only: boolean;
}

/** The way to the messages that the platform approved beforehand. */
export function TemplateOffer({ state, split, only }: Props) {
  const { t } = useTranslation('templates');
  const [open, setOpen] = useState(false);
  const show = () => setOpen(true);
  useCommand({ id: 'case.template', label: t('offer'), group: t('caseActions:group'), defaultKey: null, run: show, enabled: true });
  return (
    <>
      <Button size={only ? 'compact-sm' : 'compact-xs'} variant={only ? 'light' : 'subtle'} leftSection={<IconTemplate size={15} aria-hidden />} onClick={show}>
        {t('offer')}
      </Button>
      {open && <TemplateDialog state={state} split={split} onClose={() => setOpen(false)} />}
    </>
  );
}
