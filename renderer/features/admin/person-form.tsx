import { Button, Checkbox, NumberInput, Radio, Switch } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import classes from '#renderer/features/admin/admin.module.css';
import { type FormProps, numberOf, shownNumber } from '#renderer/features/admin/field-props.ts';
import { NameFields } from '#renderer/features/admin/name-fields.tsx';
import { OpenCasesOf } from '#renderer/features/admin/open-cases-of.tsx';
import { languageNames, screenLanguage } from '#renderer/i18n/i18n.ts';
import { loadKind, role } from '#shared/desk/person.ts';
import { language } from '#shared/lib/localized.ts';

/** A member of the desk: what they may do, which queues they serve, how much at once. */
export function PersonForm({ value, onChange, fault, configuration }: FormProps<'people'>) {
  const { t, i18n } = useTranslation('admin');
  const screen = screenLanguage(i18n);
  const { groups, queues, skills } = configuration;
  const serving = (ids: readonly string[], on: boolean) => {
    const others = value.queues.filter((id) => !ids.includes(id));
    onChange({ ...value, queues: on ? [...others, ...(ids as typeof value.queues)] : others });
  };
  return (
    <>
      <NameFields name={value.name} onChange={(name) => onChange({ ...value, name })} fault={fault} focused />
      <Radio.Group label={t('field_role')} value={value.role} onChange={(chosen) => onChange({ ...value, role: role.parse(chosen) })} error={fault('role')}>
        <div className={classes.rows}>
          {role.options.map((option) => (
            <Radio key={option} value={option} label={t(`shell:role_${option}`)} description={t(`roleHint_${option}`)} />
          ))}
        </div>
      </Radio.Group>
      <fieldset className={classes.fieldset}>
        <legend>{t('field_queues')}</legend>
        {queues.length === 0 && <p className={classes.quiet}>{t('noQueues')}</p>}
        {groups.map((group) => {
          const own = queues.filter((queue) => queue.group === group.id);
          const ids = own.map(({ id }) => id as string);
          const all = ids.every((id) => value.queues.some((served) => served === id));
          if (own.length === 0) return null;
          return (
            <div key={group.id} className={classes.group}>
              <div className={classes.groupHead}>
                <strong>{group.name[screen]}</strong>
                <Button size="compact-sm" variant="subtle" onClick={() => serving(ids, !all)}>
                  {t(all ? 'noneOf' : 'allOf', { group: group.name[screen] })}
                </Button>
              </div>
              <div className={classes.choices}>
                {own.map(({ id, name }) => (
                  <Checkbox
                    key={id}
                    label={name[screen]}
                    checked={value.queues.includes(id)}
                    onChange={(event) => serving([id], event.currentTarget.checked)}
                  />
                ))}
              </div>
            </div>
          );
        })}
        {fault('queues') && <p className={classes.fault}>{fault('queues')}</p>}
      </fieldset>
      <Checkbox.Group
        label={t('field_languages')}
        value={[...value.languages]}
        onChange={(chosen) => onChange({ ...value, languages: chosen.map((one) => language.parse(one)) })}
        error={fault('languages')}
      >
        <div className={classes.choices}>
          {language.options.map((option) => (
            <Checkbox key={option} value={option} label={languageNames[option]} />
          ))}
        </div>
      </Checkbox.Group>
      {skills.length > 0 && (
        <Checkbox.Group
          label={t('field_skills')}
          value={[...value.skills]}
          onChange={(chosen) => onChange({ ...value, skills: chosen })}
          error={fault('skills')}
        >
          <div className={classes.choices}>
            {skills.map(({ id, name }) => (
              <Checkbox key={id} value={id} label={name[screen]} />
            ))}
          </div>
        </Checkbox.Group>
      )}
      <fieldset className={classes.fieldset}>
        <legend>{t('field_capacity')}</legend>
        <div className={classes.four}>
          {loadKind.options.map((kind) => (
            <NumberInput
              key={kind}
              label={t(`load_${kind}`)}
              min={0}
              max={50}
              value={shownNumber(value.capacity[kind])}
              onChange={(most) => onChange({ ...value, capacity: { ...value.capacity, [kind]: numberOf(most) } })}
              error={fault(`capacity.${kind}`)}
            />
          ))}
        </div>
      </fieldset>
      <Switch
        label={t('field_active')}
        description={t('activeHint')}
        checked={value.active}
        onChange={(event) => onChange({ ...value, active: event.currentTarget.checked })}
      />
      {!value.active && <OpenCasesOf person={value.id} />}
    </>
  );
}
