import { safe } from '@orpc/client';
import { useEffect, useMemo, useState } from 'react';
import { useClient } from '#renderer/app/hooks.ts';
import type { AnyEvent } from '#shared/case/envelope.ts';
import type { CaseId } from '#shared/lib/ids.ts';
import { Playback } from '#shared/review/playback.ts';

export interface Recording {
  readonly playback: Playback;
  readonly reviews: readonly AnyEvent[];
  readonly draft: string | null;
  readonly onReviews: (reviews: readonly AnyEvent[]) => void;
}

/** A closed case with everything that happened to it; null while it is fetched. */
export function useRecording(caseId: CaseId): { readonly recording: Recording | null; readonly fault: boolean } {
  const client = useClient();
  const [found, setFound] = useState<{ readonly playback: Playback; readonly draft: string | null } | null>(null);
  const [reviews, setReviews] = useState<readonly AnyEvent[]>([]);
  const [fault, setFault] = useState(false);
  useEffect(() => {
    let wanted = true;
    void safe(client.replay.open({ caseId })).then(([error, answer]) => {
      if (!wanted) return;
      setFault(error !== null);
      if (error) return;
      setFound({ playback: new Playback(answer.events, answer.trail), draft: answer.draft });
      setReviews(answer.reviews);
    });
    return () => {
      wanted = false;
    };
  }, [client, caseId]);
  const recording = useMemo(() => found && { ...found, reviews, onReviews: setReviews }, [found, reviews]);
  return { recording, fault };
}
