import { Checkbox, TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { selectConfiguration } from '#renderer/app/desk-slice.ts';
import { useAppSelector } from '#renderer/app/hooks.ts';
import classes from '#renderer/features/incidents/incidents.module.css';
import { screenLanguage } from '#renderer/i18n/i18n.ts';
import { channelKind } from '#shared/case/channel.ts';
import { type IncidentRule, incidentTrouble } from '#shared/case/incident.ts';
import { transactionKind } from '#shared/wallet/transaction.ts';

interface Props {
  readonly rule: IncidentRule;
  readonly onChange: (rule: IncidentRule) => void;
}

interface Choice<T extends string> {
  readonly value: T;
  readonly label: string;
}

function Choices<T extends string>({
  label,
  chosen,
  all,
  onChange,
}: {
  readonly label: string;
  readonly chosen: readonly T[];
  readonly all: readonly Choice<T>[];
  readonly onChange: (chosen: T[]) => void;
}): ReactNode {
  return (
    <Checkbox.Group size="xs" label={label} value={[...chosen]} onChange={(values) => onChange(values as T[])}>
      <div className={classes.choices}>
        {all.map(({ value, label: name }) => (
          <Checkbox key={value} size="xs" value={value} label={name} />
        ))}
      </div>
    </Checkbox.Group>
  );
}

/** The words of a list as one types them, apart by commas of either script. */
const wordsIn = (text: string): string[] =>
  [...new Set(text.split(/[,，、;；\n]/).flatMap((word) => word.trim() || []))].map((word) => word.slice(0, 60)).slice(0, 20);

function WordsField({
  label,
  hint,
  words,
  onChange,
}: {
  readonly label: string;
  readonly hint: string;
  readonly words: readonly string[];
  readonly onChange: (words: string[]) => void;
}) {
  const [text, setText] = useState(() => words.join(', '));
  return (
    <TextInput
      size="xs"
      label={label}
      description={hint}
      value={text}
      onChange={({ currentTarget }) => {
        setText(currentTarget.value);
        onChange(wordsIn(currentTarget.value));
      }}
    />
  );
}

/** Which cases an incident is about; what is left empty asks nothing. */
export function RuleFields({ rule, onChange }: Props) {
  const { t, i18n } = useTranslation('incidents');
  const language = screenLanguage(i18n);
  const queues = useAppSelector(selectConfiguration)?.queues ?? [];
  const put = (more: Partial<IncidentRule>) => onChange({ ...rule, ...more });
  return (
    <fieldset className={classes.words}>
      <legend>{t('rule')}</legend>
      <Choices
        label={t('ruleKinds')}
        chosen={rule.kinds}
        all={transactionKind.options.map((value) => ({ value, label: t(`timeline:kind_${value}`) }))}
        onChange={(kinds) => put({ kinds })}
      />
      <div className={classes.pair}>
        <WordsField label={t('ruleParties')} hint={t('rulePartiesHint')} words={rule.parties} onChange={(parties) => put({ parties })} />
        <WordsField label={t('ruleWords')} hint={t('ruleWordsHint')} words={rule.words} onChange={(words) => put({ words })} />
      </div>
      <Choices
        label={t('ruleTroubles')}
        chosen={rule.troubles}
        all={incidentTrouble.options.map((value) => ({ value, label: t(`trouble_${value}`) }))}
        onChange={(troubles) => put({ troubles })}
      />
      <details className={classes.more} open={rule.channels.length + rule.queues.length > 0 || undefined}>
        <summary>{t('ruleMore')}</summary>
        <Choices
          label={t('ruleChannels')}
          chosen={rule.channels}
          all={channelKind.options.map((value) => ({ value, label: t(`conversation:channel_${value}`) }))}
          onChange={(channels) => put({ channels })}
        />
        <Choices
          label={t('ruleQueues')}
          chosen={rule.queues}
          all={queues.map(({ id, name }) => ({ value: id, label: name[language] }))}
          onChange={(chosen) => put({ queues: chosen })}
        />
      </details>
    </fieldset>
  );
}
