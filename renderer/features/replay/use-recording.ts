import { safe } from '@orpc/client';
import { useEffect, useMemo, useState } from 'react';
import { useClient } from '#renderer/app/hooks.ts';
import { ReviewKeeper } from '#renderer/features/replay/review-keeper.ts';
import type { AnyEvent } from '#shared/case/envelope.ts';
import type { ReviewDrafts } from '#shared/contract/replay-schemas.ts';
import type { CaseId } from '#shared/lib/ids.ts';
import { Playback } from '#shared/review/playback.ts';

export interface Recording {
  readonly playback: Playback;
  readonly reviews: readonly AnyEvent[];
  /** These outlive their forms, which are put away while other things are looked at. */
  readonly keeper: ReviewKeeper;
  readonly noteKeeper: ReviewKeeper;
  readonly onReviews: (reviews: readonly AnyEvent[]) => void;
}

/** A closed case with everything that happened to it; null while it is fetched. */
export function useRecording(caseId: CaseId): { readonly recording: Recording | null; readonly fault: boolean } {
  const client = useClient();
  const [found, setFound] = useState<Pick<Recording, 'playback' | 'keeper' | 'noteKeeper'> | null>(null);
  const [reviews, setReviews] = useState<readonly AnyEvent[]>([]);
  const [fault, setFault] = useState(false);
  useEffect(() => {
    let wanted = true;
    let keepers: readonly ReviewKeeper[] = [];
    void safe(client.replay.open({ caseId })).then(([error, answer]) => {
      if (!wanted) return;
      setFault(error !== null);
      if (error) return;
      const keeperOf = (part: keyof ReviewDrafts) =>
        new ReviewKeeper(async (draft) => (await safe(client.replay.keepDraft({ caseId, part, draft })))[0] === null, answer.drafts[part]);
      const [keeper, noteKeeper] = [keeperOf('review'), keeperOf('note')];
      keepers = [keeper, noteKeeper];
      setFound({ playback: new Playback(answer.events, answer.trail), keeper, noteKeeper });
      setReviews(answer.reviews);
    });
    return () => {
      wanted = false;
      for (const keeper of keepers) keeper.stop();
    };
  }, [client, caseId]);
  const recording = useMemo(() => found && { ...found, reviews, onReviews: setReviews }, [found, reviews]);
  return { recording, fault };
}
