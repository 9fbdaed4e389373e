import { mayRead } from '#electron/desk/session/permissions.ts';
import type { ConsoleAccess } from '#electron/host/console-access.ts';
import type { InboxRow } from '#shared/case/inbox-row.ts';
import type { CaseId } from '#shared/lib/ids.ts';

/** Of the cases behind a figure, so many are shown; the figure itself tells how many there are. */
const MOST_CASES = 200;

/** The queues and agents as they stand now, and what a supervisor does about them. */
export function supervisionRoutes({ os, holding }: ConsoleAccess) {
  return {
    supervision: {
      follow: os.supervision.follow.use(holding('watch')).handler(({ context }) => context.services.board.follow(context.until)),
      cases: os.supervision.cases.use(holding('watch')).handler(async ({ input, context }) => {
        const { board, store } = context.services;
        const { cases, among } = board.cases(input.place);
        const behind = input.part === 'numerator' ? cases : among;
        const rows: InboxRow[] = [];
        for (const id of behind.slice(0, MOST_CASES)) {
          const row = await store.cache.row(id as CaseId);
          if (row && mayRead(context.person, row)) rows.push(row);
        }
        return { rows, total: behind.length };
      }),
      setState: os.supervision.setState.use(holding('direct')).handler(async ({ input, context, errors }) => {
        const { person, services } = context;
        const changed = await services.sessions.setStateOf(input.person, input.state, input.reason, { kind: person.role, id: person.id });
        if (!changed) throw errors.NOT_FOUND({ data: { what: 'person' } });
        return {};
      }),
    },
  };
}
