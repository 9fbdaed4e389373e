import { ActionIcon, Button, NativeSelect, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import own from '#renderer/features/admin/channels.module.css';
import { type Asked, chatFields, type TypedChat, type TypedTopic } from '#renderer/features/admin/chat-typed.ts';
import { useWording } from '#renderer/features/admin/use-wording.ts';

const degrees: readonly Asked[] = ['no', 'optional', 'required'];

interface Props {
  readonly typed: TypedChat;
  readonly fault: (path: string) => string | null;
  readonly onChange: (next: Partial<TypedChat>, ...mended: readonly string[]) => void;
}

/** What `topic` offers: the queue each leads to, and its name in both languages. */
function Topics({ typed, fault, onChange }: Props) {
  const { t } = useTranslation('chatSettings');
  const { configuration, locale } = useWording();
  const { topics } = typed;
  const set = (next: readonly TypedTopic[]) => onChange({ topics: next }, 'form.topics');
  const changed = (key: number, more: Partial<TypedTopic>) => set(topics.map((one) => (one.key === key ? { ...one, ...more } : one)));
  const missing = fault('form.topics');
  return (
    <div role="group" aria-label={t('topics')} className={own.topics}>
      {topics.map(({ key, queue, en, 'zh-CN': zh }, index) => (
        <div key={key} className={own.topic}>
          <NativeSelect
            label={t('topicQueue', { number: index + 1 })}
            value={queue}
            error={fault(`form.topics.${index}.queue`)}
            // One that is gone is not shown as another.
            data={[
              ...(configuration.queues.some(({ id }) => id === queue) ? [] : [{ value: queue, label: queue === '' ? t('chooseQueue') : queue }]),
              ...configuration.queues.map(({ id, name }) => ({ value: id as string, label: name[locale] })),
            ]}
            onChange={(event) => changed(key, { queue: event.currentTarget.value })}
          />
          <TextInput
            label={t('topicEn', { number: index + 1 })}
            value={en}
            error={fault(`form.topics.${index}.name.en`)}
            onChange={(event) => changed(key, { en: event.currentTarget.value })}
          />
          <TextInput
            label={t('topicZh', { number: index + 1 })}
            value={zh}
            error={fault(`form.topics.${index}.name.zh-CN`)}
            onChange={(event) => changed(key, { 'zh-CN': event.currentTarget.value })}
          />
          <ActionIcon
            variant="subtle"
            color="red"
            size={36}
            aria-label={t('removeTopic', { number: index + 1 })}
            onClick={() => set(topics.filter((one) => one.key !== key))}
          >
            <IconTrash size={16} aria-hidden />
          </ActionIcon>
        </div>
      ))}
      {missing !== null && (
        <p className={own.missing} role="alert">
          {missing}
        </p>
      )}
      <Button
        size="compact-sm"
        variant="default"
        leftSection={<IconPlus size={14} aria-hidden />}
        onClick={() => set([...topics, { key: Math.max(-1, ...topics.map(({ key }) => key)) + 1, queue: '', en: '', 'zh-CN': '' }])}
      >
        {t('addTopic')}
      </Button>
    </div>
  );
}

/** What people are asked before their first message. */
export function ChatFormFields(props: Props) {
  const { t } = useTranslation('chatSettings');
  const { typed, onChange } = props;
  return (
    <>
      <div role="group" aria-labelledby="chat-asked" className={own.asked}>
        <h3 id="chat-asked">{t('form')}</h3>
        {chatFields.map((field) => (
          <NativeSelect
            key={field}
            label={t('askFor', { field: t(`field_${field}`) })}
            value={typed.fields[field]}
            data={degrees.map((degree) => ({ value: degree, label: t(`asked_${degree}`) }))}
            onChange={(event) => {
              const asked = degrees.find((degree) => degree === event.currentTarget.value) ?? 'no';
              onChange({ fields: { ...typed.fields, [field]: asked } }, 'form');
            }}
          />
        ))}
      </div>
      {typed.fields.topic !== 'no' && <Topics {...props} />}
    </>
  );
}
