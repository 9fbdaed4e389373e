import { Alert, Checkbox, NativeSelect, NumberInput, Switch } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import classes from '#renderer/features/admin/admin.module.css';
import { type FormProps, numberOf, shownNumber } from '#renderer/features/admin/field-props.ts';
import { NameFields } from '#renderer/features/admin/name-fields.tsx';
import { screenLanguage } from '#renderer/i18n/i18n.ts';

/** A queue: where it belongs, what is promised to its customers, and what an agent needs for it. */
export function QueueForm({ value, onChange, fault, configuration }: FormProps<'queues'>) {
  const { t, i18n } = useTranslation('admin');
  const language = screenLanguage(i18n);
  const { groups, skills, calendars } = configuration;
  const work = value.afterCallWork;
  return (
    <>
      {groups.length === 0 && (
        <Alert color="orange" role="status">
          {t('queueNeedsGroup')}
        </Alert>
      )}
      <NameFields name={value.name} onChange={(name) => onChange({ ...value, name })} fault={fault} focused />
      <NativeSelect
        label={t('field_group')}
        description={t('groupHint')}
        value={value.group}
        onChange={(event) => onChange({ ...value, group: event.currentTarget.value as typeof value.group })}
        data={groups.map(({ id, name }) => ({ value: id, label: name[language] }))}
        error={fault('group')}
      />
      <div className={classes.pair}>
        <NumberInput
          label={t('serviceLevel')}
          min={1}
          max={604_800}
          value={shownNumber(value.serviceLevelSeconds)}
          onChange={(seconds) => onChange({ ...value, serviceLevelSeconds: numberOf(seconds) })}
          error={fault('serviceLevelSeconds')}
        />
        <NumberInput
          label={t('shortAbandon')}
          min={0}
          max={600}
          value={shownNumber(value.shortAbandonSeconds)}
          onChange={(seconds) => onChange({ ...value, shortAbandonSeconds: numberOf(seconds) })}
          error={fault('shortAbandonSeconds')}
        />
      </div>
      <NumberInput
        label={t('consoleLost')}
        description={t('consoleLostHint')}
        min={0}
        max={86_400}
        value={shownNumber(value.consoleLostSeconds)}
        onChange={(seconds) => onChange({ ...value, consoleLostSeconds: numberOf(seconds) })}
        error={fault('consoleLostSeconds')}
      />
      <NativeSelect
        label={t('field_calendar')}
        value={value.calendar ?? ''}
        onChange={(event) => onChange({ ...value, calendar: event.currentTarget.value || null })}
        data={[{ value: '', label: t('alwaysOpen') }, ...calendars.map(({ id, name }) => ({ value: id, label: name[language] }))]}
        error={fault('calendar')}
      />
      <NumberInput
        label={t('afterWork')}
        min={0}
        max={3600}
        value={shownNumber(work.seconds)}
        onChange={(seconds) => onChange({ ...value, afterCallWork: { ...work, seconds: numberOf(seconds) } })}
        error={fault('afterCallWork.seconds')}
      />
      <Switch
        label={t('dispositionRequired')}
        checked={work.dispositionRequired}
        onChange={(event) => onChange({ ...value, afterCallWork: { ...work, dispositionRequired: event.currentTarget.checked } })}
      />
      <Checkbox.Group label={t('queueSkills')} value={[...value.skills]} onChange={(chosen) => onChange({ ...value, skills: chosen })} error={fault('skills')}>
        <div className={classes.choices}>
          {skills.map(({ id, name }) => (
            <Checkbox key={id} value={id} label={name[language]} />
          ))}
          {skills.length === 0 && <span className={classes.quiet}>{t('noSkills')}</span>}
        </div>
      </Checkbox.Group>
    </>
  );
}
