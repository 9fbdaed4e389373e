import { v7 } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { demoDesk } from '#electron/demo/desk-data.ts';
import { Sessions } from '#electron/desk/session/sessions.ts';
import { Topic } from '#electron/desk/topic.ts';
import { EventLog } from '#electron/engine/event-log.ts';
import type { QueueEngine } from '#electron/engine/port.ts';
import type { GroupId, PersonId } from '#shared/lib/ids.ts';
import { engineIn, type Time } from '#tests/integration/desk/console-parts-kit.ts';

const [lin, chen] = ['agent-lin' as PersonId, 'agent-chen' as PersonId];

describe('Signing in and out', () => {
  const time: Time = { now: 1_790_000_000_000 };
  let engine: QueueEngine;
  let sessions: Sessions;

  beforeEach(async () => {
    engine = engineIn(null, time);
    await engine.start();
    const log = new EventLog(engine, () => undefined);
    sessions = new Sessions({ log, configuration: new Topic(demoDesk), group: 'retail' as GroupId, clock: () => time.now, newId: v7 });
  });
  afterEach(() => engine.stop());

  /** What the log says of a person, in order. */
  const record = async (person: PersonId) =>
    (await engine.read({ kind: 'agent', id: person })).map(({ type, body }) => (type === 'agent.stateChanged' ? (body as { state: string }).state : type));
  const present = async (person: PersonId) => (await engine.present()).find((one) => one.person === person)?.state;

  it('is on record, with the state that one is in', async () => {
    await sessions.signIn('tab', lin);
    await sessions.setState('tab', 'break');
    await sessions.setState('tab', 'break');
    await sessions.signOut('tab');
    await sessions.signOut('tab');
    expect(await record(lin)).toEqual(['agent.signedIn', 'available', 'break', 'offline', 'agent.signedOut']);
    expect(await present(lin)).toBe('offline');
  });

  it('of changes that follow one another at once the last one is the log’s last word, however slowly the first is told', async () => {
    await sessions.signIn('tab', lin);
    const announce = engine.announce.bind(engine);
    let told = 0;
    engine.announce = async (...said) => {
      if (told++ === 0) await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
      return announce(...said);
    };
    await Promise.all([sessions.setState('tab', 'break'), sessions.setState('tab', 'busy'), sessions.signOut('tab')]);
    expect(await record(lin)).toEqual(['agent.signedIn', 'available', 'break', 'busy', 'offline', 'agent.signedOut']);
    expect(await present(lin)).toBe('offline');
  });

  it('counts a person once, however many tabs they have', async () => {
    await sessions.signIn('one', lin);
    await sessions.setState('one', 'busy');
    expect(await sessions.signIn('two', lin)).toMatchObject({ state: 'busy' });
    expect(await sessions.signIn('two', lin)).toMatchObject({ state: 'busy' });
    await sessions.signOut('one');
    expect(sessions.me('two')).toMatchObject({ state: 'busy' });
    await sessions.signOut('two');
    expect(await record(lin)).toEqual(['agent.signedIn', 'available', 'busy', 'offline', 'agent.signedOut']);
  });

  it('in a tab that somebody else has signs that person out', async () => {
    await sessions.signIn('tab', lin);
    const until = sessions.untilSignedOut('tab');
    await sessions.signIn('tab', chen);
    expect(sessions.personOf('tab')?.id).toBe(chen);
    expect(until.aborted).toBe(true);
    expect(sessions.untilSignedOut('tab').aborted).toBe(false);
    expect(await record(lin)).toEqual(['agent.signedIn', 'available', 'offline', 'agent.signedOut']);
    expect([await present(lin), await present(chen)]).toEqual(['offline', 'available']);
  });

  it('leaves everything as it is when the desk does not know the person', async () => {
    await sessions.signIn('tab', lin);
    expect(await sessions.signIn('tab', 'agent-nobody' as PersonId)).toBeNull();
    expect(sessions.personOf('tab')?.id).toBe(lin);
    expect(await record(lin)).toEqual(['agent.signedIn', 'available']);
  });
});
