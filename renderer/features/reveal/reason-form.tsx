import { Button, Chip, Group, Stack, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { LEAST_WORDS, type RevealReason, revealReason } from '#shared/desk/reasons.ts';

/** Asks for a value with a reason; answers why it was not given, in words, or null. */
export type AskForValue = (reason: RevealReason, words: string) => Promise<string | null>;

/** The small form in which an agent says why the full value is needed. */
export function ReasonForm({ ask }: { readonly ask: AskForValue }) {
  const { t } = useTranslation('guard');
  const [reason, setReason] = useState<RevealReason | null>(null);
  const [words, setWords] = useState('');
  const [asking, setAsking] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  const enough = reason !== null && (reason !== 'other' || words.trim().length >= LEAST_WORDS);
  const submit = async () => {
    if (reason === null || !enough || asking) return;
    setAsking(true);
    const refused = await ask(reason, words.trim());
    // Where it was given the form is gone.
    if (refused === null) return;
    setAsking(false);
    setFault(refused);
  };
  return (
    <Stack gap="xs">
      <Text size="sm" fw={600}>
        {t('revealTitle')}
      </Text>
      <Chip.Group value={reason} onChange={(value) => setReason(value as RevealReason)}>
        <Group gap={6} role="radiogroup" aria-label={t('reason')}>
          {revealReason.options.map((id, index) => (
            <Chip key={id} size="xs" value={id} data-autofocus={index === 0 || undefined}>
              {t(`reason_${id}`)}
            </Chip>
          ))}
        </Group>
      </Chip.Group>
      <Textarea
        label={t(reason === 'other' ? 'wordsNeeded' : 'words')}
        value={words}
        onChange={(event) => setWords(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
          event.preventDefault();
          void submit();
        }}
        rows={2}
        maxLength={500}
      />
      <Text size="xs" c="dimmed">
        {t('revealHint')}
      </Text>
      {fault && (
        <Text size="xs" c="var(--mantine-color-error)" role="alert">
          {fault}
        </Text>
      )}
      <Button size="xs" onClick={() => void submit()} disabled={!enough} loading={asking}>
        {t('revealShow')}
      </Button>
    </Stack>
  );
}
