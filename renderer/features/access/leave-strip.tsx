import { safe } from '@orpc/client';
import { IconLockOpen } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useClient } from '#renderer/app/hooks.ts';
import classes from '#renderer/features/access/access.module.css';
import { useCountdown } from '#renderer/ui/use-countdown.ts';
import type { CaseId } from '#shared/lib/ids.ts';
import { clockText, type Instant } from '#shared/lib/time.ts';

function Counting({ until, onEnd }: { readonly until: Instant; readonly onEnd: () => void }) {
  const { t } = useTranslation('guard');
  const left = useCountdown(until);
  const over = left === 0;
  useEffect(() => {
    if (over) onEnd();
  }, [over, onEnd]);
  if (over) return null;
  return (
    <p className={classes.leave} role="timer">
      <IconLockOpen size={14} aria-hidden /> {t('glassLeft', { time: clockText(left) })}
    </p>
  );
}

/** How long a case is still open that was opened without having it; nothing of one's own. `turn` asks anew. */
export function LeaveStrip({ caseId, turn, onEnd }: { readonly caseId: CaseId; readonly turn: number; readonly onEnd: () => void }) {
  const client = useClient();
  const [until, setUntil] = useState<Instant | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another turn may have another answer.
  useEffect(() => {
    let wanted = true;
    void safe(client.access.leave({ caseId })).then(([error, leave]) => {
      if (wanted && !error) setUntil(leave.until);
    });
    return () => {
      wanted = false;
    };
  }, [client, caseId, turn]);
  return until === null ? null : <Counting until={until} onEnd={onEnd} />;
}
