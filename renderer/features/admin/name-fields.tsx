import { TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import classes from '#renderer/features/admin/admin.module.css';
import type { Localized } from '#shared/lib/localized.ts';

interface Props {
  readonly name: Localized;
  readonly onChange: (name: Localized) => void;
  readonly fault: (path: string) => string | null;
  /** Where the name stands within the item. */
  readonly place?: string;
  readonly focused?: boolean;
}

/** A name in both languages; one left empty is filled from the other when it is saved. */
export function NameFields({ name, onChange, fault, place = 'name', focused = false }: Props) {
  const { t, i18n } = useTranslation('admin');
  const order = i18n.language === 'zh-CN' ? (['zh-CN', 'en'] as const) : (['en', 'zh-CN'] as const);
  return (
    <div className={classes.pair}>
      {order.map((language, index) => (
        <TextInput
          key={language}
          label={t(`name_${language}`)}
          value={name[language]}
          maxLength={200}
          onChange={(event) => onChange({ ...name, [language]: event.currentTarget.value })}
          error={fault(`${place}.${language}`)}
          data-autofocus={(focused && index === 0) || undefined}
        />
      ))}
    </div>
  );
}
