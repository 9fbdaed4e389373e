import { Popover } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ReasonForm } from '#renderer/features/reveal/reason-form.tsx';
import classes from '#renderer/features/reveal/reveal.module.css';
import { revealFaultText } from '#renderer/features/reveal/reveal-fault.ts';
import { ShownValue } from '#renderer/features/reveal/shown-value.tsx';
import { useShown } from '#renderer/features/reveal/use-shown.ts';
import type { RevealReason } from '#shared/desk/reasons.ts';
import type { SensitiveKind } from '#shared/wallet/tokens.ts';

interface Props {
  readonly kind: SensitiveKind;
  readonly masked: string;
  /** Answers the full value, or what the call threw. */
  readonly ask: (reason: RevealReason, words: string) => Promise<readonly [error: unknown, raw: string | null]>;
  readonly onCopy: () => Promise<boolean>;
}

/** A masked value: shows its full form for 30 s once a reason is on record; the raw value lives here alone. */
export function Revealable({ kind, masked, ask, onCopy }: Props) {
  const { t, i18n } = useTranslation('guard');
  const [open, setOpen] = useState(false);
  const { raw, left, show, hide } = useShown();
  if (raw !== null) return <ShownValue raw={raw} left={left} onHide={hide} onCopy={onCopy} />;
  return (
    <Popover opened={open} onChange={setOpen} trapFocus returnFocus withArrow width={310} shadow="md" position="top">
      <Popover.Target>
        <button
          type="button"
          className={classes.masked}
          aria-label={`${masked}: ${t(`reveal_${kind}`)}`}
          title={t(`reveal_${kind}`)}
          onClick={() => setOpen((was) => !was)}
        >
          {masked}
        </button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('revealTitle')}>
        {open && (
          <ReasonForm
            ask={async (reason, words) => {
              const [error, value] = await ask(reason, words);
              if (value === null) return revealFaultText(t, i18n.language, error);
              setOpen(false);
              show(value);
              return null;
            }}
          />
        )}
      </Popover.Dropdown>
    </Popover>
  );
}
