import { Alerts } from '#electron/desk/access/alerts.ts';
import { BreakGlass } from '#electron/desk/access/break-glass.ts';
import { RevealLimit } from '#electron/desk/access/reveal-limit.ts';
import { Audit } from '#electron/desk/audit/audit.ts';
import type { CaseHub } from '#electron/desk/cases/case-hub.ts';
import { StepUp } from '#electron/desk/step-up/step-up.ts';
import { KeyRecord } from '#electron/desk/trail/key-record.ts';
import { Trail } from '#electron/desk/trail/trail.ts';
import type { EventLog } from '#electron/engine/event-log.ts';
import type { HostKeys } from '#electron/host/host-keys.ts';
import { secretBox } from '#electron/host/secret-box.ts';
import type { Store } from '#electron/store/port.ts';
import type { Actor } from '#shared/case/actor.ts';
import { TRAIL_GROUP } from '#shared/desk/desk-stream.ts';
import type { Person } from '#shared/desk/person.ts';
import type { Clock } from '#shared/lib/clock.ts';
import type { NewId } from '#shared/lib/ids.ts';
import type { Logger } from '#shared/lib/logger.ts';

interface Parts {
  readonly store: Store;
  readonly log: EventLog;
  readonly hub: CaseHub;
  readonly keys: HostKeys;
  readonly key: Uint8Array;
  readonly demo: boolean;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly logger: Logger;
}

/** What guards what is shown: the audit and the trail, proofs, the limit of full values, opening without a case. */
export interface Guards {
  readonly audit: Audit;
  readonly trail: Trail;
  readonly keyRecord: KeyRecord;
  readonly stepUp: StepUp;
  readonly reveals: RevealLimit;
  readonly glass: BreakGlass;
  readonly alerts: Alerts;
  /** Puts on record who comes and goes; a sign-in that cannot be recorded is not refused for it, since each look is recorded by itself. */
  onSession(person: Person, what: 'in' | 'out'): Promise<void>;
}

/** Makes the guards; audit and alerts are to be started. */
export function makeGuards({ store, log, hub, keys, key, demo, clock, newId, logger }: Parts): Guards {
  const system: Actor = { kind: 'system', id: 'desk' };
  let newest: Actor | null = null;
  // Of a console whose key speaks for one person, nobody believes the system.
  const publisher = () => (log.engine.mayActAs(system) ? system : newest);
  const folderId = keys.recovery?.folderId() ?? 'memory';
  const audit = new Audit({ book: store.audit, log, group: TRAIL_GROUP, folderId, publisher, ticks: () => performance.now(), clock, newId, logger });
  const trail = new Trail({ log, audit, group: TRAIL_GROUP, clock, newId });
  const alerts = new Alerts({ hub, clock });
  return {
    audit,
    trail,
    keyRecord: new KeyRecord({ log, audit, group: TRAIL_GROUP, folderId, clock, newId }),
    stepUp: new StepUp({ book: store.stepUp, box: secretBox(key), audit, demo, issuer: 'Wallet service console', clock, newId, logger }),
    reveals: new RevealLimit({ book: store.audit, audit, onReached: (person, until) => alerts.limited(person, until), clock }),
    glass: new BreakGlass({ hub, log, audit, trail, onSaid: alerts.said.bind(alerts), clock, newId }),
    alerts,
    onSession: async (person, what) => {
      const actor = { kind: person.role, id: person.id };
      if (what === 'in' && log.engine.mayActAs(actor)) newest = actor;
      try {
        await audit.record(actor, { kind: what === 'in' ? 'session.signedIn' : 'session.signedOut' });
        if (what === 'out') void audit.publish();
      } catch (cause) {
        logger.error('onSession: is not on record', { what, cause: String(cause) });
      }
    },
  };
}
