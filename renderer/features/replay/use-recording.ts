import { safe } from '@orpc/client';
import { useEffect, useMemo, useState } from 'react';
import { useClient } from '#renderer/app/hooks.ts';
import { ReviewKeeper } from '#renderer/features/replay/review-keeper.ts';
import type { AnyEvent } from '#shared/case/envelope.ts';
import type { CaseId } from '#shared/lib/ids.ts';
import { Playback } from '#shared/review/playback.ts';

export interface Recording {
  readonly playback: Playback;
  readonly reviews: readonly AnyEvent[];
  /** Outlives the form, which is put away while other things are looked at. */
  readonly keeper: ReviewKeeper;
  readonly onReviews: (reviews: readonly AnyEvent[]) => void;
}

/** A closed case with everything that happened to it; null while it is fetched. */
export function useRecording(caseId: CaseId): { readonly recording: Recording | null; readonly fault: boolean } {
  const client = useClient();
  const [found, setFound] = useState<Pick<Recording, 'playback' | 'keeper'> | null>(null);
  const [reviews, setReviews] = useState<readonly AnyEvent[]>([]);
  const [fault, setFault] = useState(false);
  useEffect(() => {
    let wanted = true;
    let keeper: ReviewKeeper | null = null;
    void safe(client.replay.open({ caseId })).then(([error, answer]) => {
      if (!wanted) return;
      setFault(error !== null);
      if (error) return;
      keeper = new ReviewKeeper(async (draft) => (await safe(client.replay.keepDraft({ caseId, draft })))[0] === null, answer.draft);
      setFound({ playback: new Playback(answer.events, answer.trail), keeper });
      setReviews(answer.reviews);
    });
    return () => {
      wanted = false;
      keeper?.stop();
    };
  }, [client, caseId]);
  const recording = useMemo(() => found && { ...found, reviews, onReviews: setReviews }, [found, reviews]);
  return { recording, fault };
}
