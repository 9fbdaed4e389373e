import { Button, Divider, Group, Stack, Text, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FormDialog } from '#renderer/features/case-actions/form-dialog.tsx';
import { localFieldValue, snoozePresets } from '#renderer/features/case-actions/snooze-presets.ts';
import { useAct } from '#renderer/features/case-actions/use-act.tsx';
import { momentText } from '#renderer/i18n/date-text.ts';
import type { CaseState } from '#shared/case/state.ts';
import { HOUR, type Instant } from '#shared/lib/time.ts';

/** Lets the case rest until a moment: a usual one at one click, any other by its time. */
export function SnoozeForm({ state, onClose }: { readonly state: CaseState; readonly onClose: () => void }) {
  const { t, i18n } = useTranslation('caseActions');
  const act = useAct();
  const [now] = useState(() => Date.now());
  const [custom, setCustom] = useState(() => localFieldValue(now + 2 * HOUR));
  const until = new Date(custom).getTime();
  const past = !(until > now);
  const rest = async (moment: Instant) => {
    const done = await act(state.id, { type: 'snooze', until: moment });
    if (done.ok) onClose();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!past) void rest(until);
  };
  return (
    <FormDialog title={t('snoozeTitle')} onClose={onClose}>
      <Stack gap="xs">
        {snoozePresets(now).map((preset, index) => (
          <Button
            key={preset.id}
            variant="default"
            justify="space-between"
            data-autofocus={index === 0 || undefined}
            onClick={() => void rest(preset.until)}
            rightSection={
              <Text size="xs" c="dimmed">
                {momentText(preset.until, i18n.language, now)}
              </Text>
            }
          >
            {t(preset.id)}
          </Button>
        ))}
        <Divider my={4} />
        <form onSubmit={submit}>
          <Group align="flex-end" gap="xs">
            <TextInput
              flex={1}
              type="datetime-local"
              label={t('snoozeCustom')}
              value={custom}
              min={localFieldValue(now)}
              onChange={(event) => setCustom(event.currentTarget.value)}
              error={past ? t('snoozePast') : null}
            />
            <Button type="submit" disabled={past}>
              {t('snoozeConfirm')}
            </Button>
          </Group>
        </form>
      </Stack>
    </FormDialog>
  );
}
