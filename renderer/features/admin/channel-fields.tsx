import { NativeSelect, NumberInput, PasswordInput, Radio, Switch, Textarea, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import classes from '#renderer/features/admin/admin.module.css';
import { useWording } from '#renderer/features/admin/use-wording.ts';
import { fieldsOf } from '#shared/desk/account-form.ts';
import type { AccountChannel, AccountField } from '#shared/desk/channel-account.ts';

export type Typed = Readonly<Record<string, string | number | boolean>>;

interface Props {
  readonly channel: AccountChannel;
  readonly values: Typed;
  /** The places of secrets that are kept. */
  readonly set: readonly string[];
  readonly onChange: (path: string, value: string | number | boolean) => void;
  /** What is wrong at a place, in words; null: nothing. */
  readonly fault: (path: string) => string | null;
}

/** What there is to say of a field beside its name. */
const hinted: readonly string[] = ['encodingAesKey', 'apiBase', 'verifyToken', 'wabaId', 'secret', 'queue', 'sentCopy'];

function Field({ field, props }: { readonly field: AccountField; readonly props: Props }) {
  const { t } = useTranslation('channels');
  const { configuration, locale } = useWording();
  const { path, is, optional } = field;
  const { values, set, onChange, fault } = props;
  const value = values[path];
  const label = t(`field_${path}`);
  const hint = hinted.includes(path) ? t(`hint_${path}`) : undefined;
  const shared = { label, error: fault(path), required: optional !== true, withAsterisk: false };
  if (typeof is !== 'string') {
    return (
      <Radio.Group label={label} value={String(value ?? '')} error={fault(path)} onChange={(chosen) => onChange(path, chosen)}>
        <div className={classes.choices}>
          {is.map((choice) => (
            <Radio key={choice} value={choice} label={t(`choice_${choice.replaceAll('-', '_')}`)} />
          ))}
        </div>
      </Radio.Group>
    );
  }
  switch (is) {
    case 'switch':
      return <Switch label={label} description={hint} checked={value === true} onChange={(event) => onChange(path, event.currentTarget.checked)} />;
    case 'queue':
      return (
        <NativeSelect
          {...shared}
          description={hint}
          value={String(value ?? '')}
          // None is chosen for whoever adds an account, and one that is gone is not shown as another.
          data={[
            ...(configuration.queues.some(({ id }) => id === value) ? [] : [{ value: String(value ?? ''), label: t('chooseQueue') }]),
            ...configuration.queues.map(({ id, name }) => ({ value: id, label: name[locale] })),
          ]}
          onChange={(event) => onChange(path, event.currentTarget.value)}
        />
      );
    case 'number':
      return (
        <NumberInput
          {...shared}
          value={typeof value === 'number' ? value : ''}
          min={1}
          max={65_535}
          allowDecimal={false}
          thousandSeparator={false}
          onChange={(next) => onChange(path, next)}
        />
      );
    case 'secret':
      return (
        <PasswordInput
          {...shared}
          required={optional !== true && !set.includes(path)}
          description={[set.includes(path) ? t('secretSet') : '', hint ?? ''].filter((part) => part !== '').join(' ') || undefined}
          value={String(value ?? '')}
          autoComplete="new-password"
          spellCheck={false}
          onChange={(event) => onChange(path, event.currentTarget.value)}
        />
      );
    case 'text':
      return (
        <TextInput
          {...shared}
          description={hint}
          value={String(value ?? '')}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => onChange(path, event.currentTarget.value)}
        />
      );
  }
}

/** What an account of a channel consists of; fields that another field makes needless are not asked for. */
export function ChannelFields(props: Props) {
  const { t } = useTranslation('channels');
  const { configuration, locale } = useWording();
  const { channel, values, onChange, fault } = props;
  return (
    <>
      {fieldsOf(channel, (path) => values[path]).map((field) => (
        <Field key={field.path} field={field} props={props} />
      ))}
      {channel === 'email' &&
        configuration.queues.map(({ id, name }) => (
          <Textarea
            key={id}
            label={t('signature', { queue: name[locale] })}
            autosize
            minRows={2}
            maxRows={6}
            value={String(values[`signatures.${id}`] ?? '')}
            error={fault(`signatures.${id}`)}
            onChange={(event) => onChange(`signatures.${id}`, event.currentTarget.value)}
          />
        ))}
    </>
  );
}
