import { NumberInput, Radio, Switch } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import classes from '#renderer/features/admin/admin.module.css';
import { type FormProps, numberOf, shownNumber } from '#renderer/features/admin/field-props.ts';
import { NameFields } from '#renderer/features/admin/name-fields.tsx';
import { HOUR, SECOND } from '#shared/lib/time.ts';

type Named = 'groups' | 'skills' | 'dispositions' | 'tags';

/** What has a name and nothing else. */
export function NamedForm<L extends Named>({ value, onChange, fault }: FormProps<L>) {
  return <NameFields name={value.name} onChange={(name) => onChange({ ...value, name })} fault={fault} focused />;
}

/** A reason for taking no cases. */
export function StateReasonForm({ value, onChange, fault }: FormProps<'stateReasons'>) {
  const { t } = useTranslation('admin');
  return (
    <>
      <NameFields name={value.name} onChange={(name) => onChange({ ...value, name })} fault={fault} focused />
      <Radio.Group
        label={t('field_state')}
        value={value.state}
        onChange={(state) => onChange({ ...value, state: state as typeof value.state })}
        error={fault('state')}
      >
        <div className={classes.choices}>
          {(['busy', 'break'] as const).map((state) => (
            <Radio key={state} value={state} label={t(`shell:state_${state}`)} />
          ))}
        </div>
      </Radio.Group>
    </>
  );
}

/** How long closed cases are kept at hand. */
export function RetentionForm({ value, onChange, fault }: FormProps<'retention'>) {
  const { t } = useTranslation('admin');
  return (
    <NumberInput
      label={t('field_days')}
      description={t('hint_days')}
      min={1}
      max={3650}
      value={shownNumber(value.days)}
      onChange={(days) => onChange({ ...value, days: numberOf(days) })}
      error={fault('days')}
      data-autofocus
    />
  );
}

/** What one channel lets the desk send. */
export function ChannelRuleForm({ value, onChange, fault }: FormProps<'channelRules'>) {
  const { t } = useTranslation('admin');
  const limited = value.windowMs !== null;
  const counted = value.quota !== null;
  return (
    <>
      <Switch label={t('windowOn')} checked={limited} onChange={(event) => onChange({ ...value, windowMs: event.currentTarget.checked ? 48 * HOUR : null })} />
      {value.windowMs !== null && (
        <NumberInput
          label={t('windowHours')}
          min={0}
          max={90 * 24}
          value={shownNumber(value.windowMs / HOUR)}
          onChange={(hours) => onChange({ ...value, windowMs: numberOf(hours) * HOUR })}
          error={fault('windowMs')}
        />
      )}
      <Switch label={t('quotaOn')} checked={counted} onChange={(event) => onChange({ ...value, quota: event.currentTarget.checked ? 5 : null })} />
      {value.quota !== null && (
        <NumberInput
          label={t('field_quota')}
          min={1}
          max={1000}
          value={shownNumber(value.quota)}
          onChange={(quota) => onChange({ ...value, quota: numberOf(quota) })}
          error={fault('quota')}
        />
      )}
      <NumberInput
        label={t('field_maxLength')}
        min={1}
        max={100_000}
        value={shownNumber(value.maxLength)}
        onChange={(maxLength) => onChange({ ...value, maxLength: numberOf(maxLength) })}
        error={fault('maxLength')}
      />
      <Switch
        label={t('field_attachments')}
        checked={value.attachments}
        onChange={(event) => onChange({ ...value, attachments: event.currentTarget.checked })}
      />
      <NumberInput
        label={t('undoSeconds')}
        min={0}
        max={60}
        value={shownNumber(value.undoMs / SECOND)}
        onChange={(seconds) => onChange({ ...value, undoMs: numberOf(seconds) * SECOND })}
        error={fault('undoMs')}
      />
    </>
  );
}
