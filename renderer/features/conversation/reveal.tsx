import { Button, Chip, CloseButton, Group, Popover, Stack, Text, Textarea } from '@mantine/core';
import { safe } from '@orpc/client';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useClient } from '#renderer/app/hooks.ts';
import classes from '#renderer/features/conversation/conversation.module.css';
import { callFault } from '#renderer/transport/call-fault.ts';
import type { CaseId } from '#shared/lib/ids.ts';
import type { TokenMark } from '#shared/wallet/tokens.ts';

/** How long a raw value stays on the screen, in seconds. */
const SHOWN_SECONDS = 30;
const MIN_REASON = 3;
const reasons = ['verify', 'trace', 'correct'] as const;

/** Counts a shown value's seconds down and forgets it at the end, when the page is hidden, and when it leaves the screen. */
function useShown(): { readonly raw: string | null; readonly left: number; readonly show: (raw: string) => void; readonly hide: () => void } {
  const [shown, setShown] = useState<{ readonly raw: string; readonly until: number } | null>(null);
  const [left, setLeft] = useState(0);
  const hide = useCallback(() => setShown(null), []);
  const show = useCallback((raw: string) => {
    setLeft(SHOWN_SECONDS);
    setShown({ raw, until: performance.now() + SHOWN_SECONDS * 1000 });
  }, []);
  useEffect(() => {
    if (!shown) return;
    const timer = setInterval(() => {
      const seconds = Math.ceil((shown.until - performance.now()) / 1000);
      if (seconds <= 0) setShown(null);
      else setLeft(seconds);
    }, 500);
    const hidden = () => {
      if (document.visibilityState === 'hidden') setShown(null);
    };
    document.addEventListener('visibilitychange', hidden);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', hidden);
    };
  }, [shown]);
  return { raw: shown?.raw ?? null, left, show, hide };
}

interface Props {
  readonly caseId: CaseId;
  readonly mark: TokenMark;
  readonly masked: string;
}

/** The small form in which an agent says why the full value is needed. */
function ReasonForm({ caseId, mark, onShown }: Omit<Props, 'masked'> & { readonly onShown: (raw: string) => void }) {
  const { t } = useTranslation('conversation');
  const client = useClient();
  const [reason, setReason] = useState('');
  const [asking, setAsking] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  const enough = reason.trim().length >= MIN_REASON;
  const ask = async () => {
    if (!enough || asking) return;
    setAsking(true);
    const [error, value] = await safe(client.vault.reveal({ caseId, token: mark.token, reason: reason.trim() }));
    setAsking(false);
    if (error) setFault(callFault(error).code === 'not-allowed' ? t('revealNotAllowed') : t('revealFault'));
    else onShown(value.raw);
  };
  return (
    <Stack gap="xs">
      <Text size="sm" fw={600}>
        {t('revealTitle')}
      </Text>
      <Group gap={6}>
        {reasons.map((id) => (
          <Chip key={id} size="xs" checked={reason === t(`revealReason_${id}`)} onChange={() => setReason(t(`revealReason_${id}`))}>
            {t(`revealReason_${id}`)}
          </Chip>
        ))}
      </Group>
      <Textarea
        aria-label={t('revealReason')}
        placeholder={t('revealReason')}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
          event.preventDefault();
          void ask();
        }}
        rows={2}
        maxLength={500}
        data-autofocus
      />
      <Text size="xs" c="dimmed">
        {t('revealHint')}
      </Text>
      {fault && (
        <Text size="xs" c="var(--mantine-color-error)" role="alert">
          {fault}
        </Text>
      )}
      <Button size="xs" onClick={() => void ask()} disabled={!enough} loading={asking}>
        {t('revealShow')}
      </Button>
    </Stack>
  );
}

/** A masked value in a text: shows its full form for 30 s once a reason is on record; the raw value lives here alone. */
export function Reveal({ caseId, mark, masked }: Props) {
  const { t } = useTranslation('conversation');
  const [open, setOpen] = useState(false);
  const target = useRef<HTMLButtonElement>(null);
  const { raw, left, show, hide } = useShown();
  if (raw !== null) {
    return (
      <span className={classes.revealed}>
        <bdi>{raw}</bdi>
        <span className={classes.revealLeft} role="timer" aria-label={t('revealLeft', { seconds: left })} data-left={left} />
        <CloseButton size="xs" variant="transparent" aria-label={t('revealHide')} onClick={hide} />
      </span>
    );
  }
  return (
    <Popover opened={open} onChange={setOpen} trapFocus returnFocus withArrow width={300} shadow="md" position="top">
      <Popover.Target>
        <button
          ref={target}
          type="button"
          className={classes.masked}
          aria-label={`${masked}: ${t(`reveal_${mark.kind}`)}`}
          title={t(`reveal_${mark.kind}`)}
          onClick={() => setOpen((was) => !was)}
        >
          {masked}
        </button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('revealTitle')}>
        {open && (
          <ReasonForm
            caseId={caseId}
            mark={mark}
            onShown={(value) => {
              setOpen(false);
              show(value);
            }}
          />
        )}
      </Popover.Dropdown>
    </Popover>
  );
}
