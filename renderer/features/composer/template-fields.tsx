import { Text, TextInput } from '@mantine/core';
import { Fragment, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useAppSelector } from '#renderer/app/hooks.ts';
import classes from '#renderer/features/composer/template.module.css';
import { selectMail } from '#renderer/features/mail/mail-slice.ts';
import { type ReplyTemplate, type TemplateValueFault, templatePieces } from '#shared/case/reply-template.ts';
import { hideSensitive } from '#shared/wallet/find-sensitive.ts';

interface Props {
  readonly template: ReplyTemplate;
  readonly values: readonly string[];
  /** By place; told from the first try on, and what is too long or of no use at once. */
  readonly faults: readonly (TemplateValueFault | null)[];
  readonly tried: boolean;
  readonly onChange: (index: number, value: string) => void;
}

/** What the customer will read, with the places that are still empty marked. */
function Preview({ template, values }: Pick<Props, 'template' | 'values'>) {
  const { t } = useTranslation('templates');
  const addresses = useAppSelector((root) => selectMail(root)?.addresses);
  const own = useMemo(() => new Set(addresses), [addresses]);
  let at = 0;
  return (
    <div>
      <Text size="sm" fw={600} id="template-preview">
        {t('preview')}
      </Text>
      <div className={classes.preview} role="group" aria-labelledby="template-preview" dir="auto">
        {templatePieces(template).map((piece) => {
          at += 1;
          if ('text' in piece) return <Fragment key={at}>{piece.text}</Fragment>;
          const value = values[piece.place] ?? '';
          return <mark key={at}>{value.trim() === '' ? `{{${template.places[piece.place]?.name ?? ''}}}` : hideSensitive(value.trim(), own)}</mark>;
        })}
      </div>
      {template.buttons.length > 0 && (
        <Text size="xs" c="dimmed" mt={4}>
          {t('buttons', { names: template.buttons.join(' · ') })}
        </Text>
      )}
    </div>
  );
}

/** The blanks of a template, and the text that comes of them. */
export function TemplateFields({ template, values, faults, tried, onChange }: Props) {
  const { t } = useTranslation('templates');
  return (
    <div className={classes.filling}>
      {template.places.map(({ part, name }, index) => {
        const fault = faults[index] ?? null;
        return (
          <TextInput
            key={`${part} ${name}`}
            label={t(part === 'header' ? 'headerPlace' : 'place', { name })}
            value={values[index] ?? ''}
            error={fault === null || (fault === 'missing' && !tried) ? null : t(`fault_${fault.replaceAll('-', '_')}`)}
            autoComplete="off"
            dir="auto"
            onChange={(event) => onChange(index, event.currentTarget.value)}
          />
        );
      })}
      <Preview template={template} values={values} />
    </div>
  );
}
