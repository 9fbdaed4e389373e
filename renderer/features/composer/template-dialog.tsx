import { Button, Text } from '@mantine/core';
import { IconSend2 } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FormDialog } from '#renderer/features/case-actions/form-dialog.tsx';
import { sameWishes } from '#renderer/features/case-actions/same-wish.ts';
import { useAct } from '#renderer/features/case-actions/use-act.tsx';
import classes from '#renderer/features/composer/template.module.css';
import { TemplateFields } from '#renderer/features/composer/template-fields.tsx';
import { TemplateList } from '#renderer/features/composer/template-list.tsx';
import { templateKey } from '#renderer/features/composer/template-words.ts';
import { useTemplates } from '#renderer/features/composer/use-templates.ts';
import { templateFaults } from '#shared/case/reply-template.ts';
import type { CaseState } from '#shared/case/state.ts';
import type { AgentCommand } from '#shared/contract/schemas.ts';
import type { CaseId } from '#shared/lib/ids.ts';

interface Props {
  readonly state: CaseState;
  readonly split: CaseId | null;
  readonly onClose: () => void;
}

/** Chooses an approved message, fills it in, shows what the customer will read, and sends it on the way of every answer. */
export function TemplateDialog({ state, split, onClose }: Props) {
  const { t } = useTranslation('templates');
  const act = useAct();
  const { found, failed, again } = useTemplates(state.id);
  const [chosen, setChosen] = useState<string | null>(null);
  const [values, setValues] = useState<readonly string[]>([]);
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  // Who presses once more since no answer came does not send it twice.
  const [asSame] = useState(sameWishes);
  const template = found?.templates.find((one) => templateKey(one) === chosen && one.blocked === null) ?? null;
  const faults = template === null ? [] : templateFaults(template, values);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    if (template === null || busy) return;
    setTried(true);
    const wrong = faults.findIndex((fault) => fault !== null);
    if (wrong >= 0) {
      form.querySelectorAll<HTMLElement>(`.${classes.filling} input`)[wrong]?.focus();
      return;
    }
    setBusy(true);
    const { name, language, places } = template;
    const command: AgentCommand = {
      type: 'sendTemplate',
      ...{ name, language },
      values: places.map((_, index) => values[index] ?? ''),
      ...(split === null ? {} : { for: split }),
    };
    const done = await asSame(command, (id) => act(state.id, command, id));
    setBusy(false);
    if (done.ok) onClose();
  };
  return (
    <FormDialog title={t('title')} wide onClose={onClose}>
      <form onSubmit={(event) => void submit(event)} noValidate>
        <Text size="sm" mb="sm">
          {t('lead')}
        </Text>
        <div className={classes.columns}>
          <TemplateList
            found={found}
            failed={failed}
            again={again}
            chosen={chosen}
            onChoose={(key) => {
              setChosen(key);
              setValues([]);
              setTried(false);
            }}
          />
          {template === null ? (
            <Text size="sm" c="dimmed">
              {t('choose')}
            </Text>
          ) : (
            <TemplateFields
              template={template}
              values={values}
              faults={faults}
              tried={tried}
              onChange={(at, value) => setValues(template.places.map((_, index) => (index === at ? value : (values[index] ?? ''))))}
            />
          )}
        </div>
        <div className={classes.foot}>
          <Button type="submit" disabled={template === null} loading={busy} rightSection={<IconSend2 size={16} aria-hidden />}>
            {t('go')}
          </Button>
        </div>
      </form>
    </FormDialog>
  );
}
