import type { ConsoleAccess } from '#electron/host/console-access.ts';
import { visible } from '#electron/host/visible.ts';

/** Closed cases played again, and what is said of them. */
export function replayRoutes({ os, holding }: ConsoleAccess) {
  return {
    replay: {
      cases: os.replay.cases.use(holding('replay')).handler(({ input, context }) => context.services.closed.find(context.person, input)),
      open: os.replay.open.use(holding('replay')).handler(async ({ input, context, errors }) => {
        await visible(context.services, context.person, input.caseId, errors);
        const recording = await context.services.replay.open(context.person, input.caseId);
        if (!recording) throw errors.NOT_FOUND({ data: { what: 'closed-case' } });
        const { events, trail, reviews, drafts } = recording;
        return { events: [...events], trail: [...trail], reviews: [...reviews], drafts };
      }),
      seen: os.replay.seen.use(holding('replay')).handler(async ({ input, context, errors }) => {
        const shown = await context.services.replay.seen(input.caseId, input.blob);
        if (shown === null) throw errors.NOT_FOUND({ data: { what: 'shown' } });
        return { shown };
      }),
      keepDraft: os.replay.keepDraft.use(holding('review')).handler(async ({ input, context }) => {
        await context.services.replay.keepDraft(context.person, input);
        return {};
      }),
      save: os.replay.save.use(holding('review')).handler(async ({ input, context, errors }) => {
        const saved = await context.services.replay.save(context.person, input);
        if (!saved.ok) throw errors.BAD_INPUT({ data: saved.error });
        return { reviews: [...saved.value] };
      }),
      note: os.replay.note.use(holding('review')).handler(async ({ input, context, errors }) => {
        const noted = await context.services.replay.note(context.person, input);
        if (!noted.ok) throw errors.BAD_INPUT({ data: noted.error });
        return { reviews: [...noted.value] };
      }),
      changeNote: os.replay.changeNote.use(holding('review')).handler(async ({ input, context, errors }) => {
        const changed = await context.services.replay.changeNote(context.person, input);
        if (!changed.ok) throw errors.BAD_INPUT({ data: changed.error });
        return { reviews: [...changed.value] };
      }),
      removeNote: os.replay.removeNote.use(holding('review')).handler(async ({ input, context, errors }) => {
        const removed = await context.services.replay.removeNote(context.person, input.caseId, input.note);
        if (!removed.ok) throw errors.BAD_INPUT({ data: removed.error });
        return { reviews: [...removed.value] };
      }),
    },
  };
}
