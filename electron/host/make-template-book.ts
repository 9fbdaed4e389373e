import type { CaseHub } from '#electron/desk/cases/case-hub.ts';
import { TemplateBook, type TemplateSource } from '#electron/desk/templates/template-book.ts';
import type { EventLog } from '#electron/engine/event-log.ts';
import { clearTimer, setTimer } from '#electron/host/timers.ts';
import type { Clock } from '#shared/lib/clock.ts';
import type { Logger } from '#shared/lib/logger.ts';

interface Parts {
  readonly channels: TemplateSource;
  readonly log: EventLog;
  readonly hub: CaseHub;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** What accounts have of approved templates, for a console's host and a gateway alike. */
export function makeTemplateBook({ channels, ...rest }: Parts): TemplateBook {
  return new TemplateBook({ ...rest, source: channels, setTimer, clearTimer });
}
