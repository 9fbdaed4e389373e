import { maskedNumber } from '#electron/desk/calls/masked-number.ts';
import { type CaseDesk, derivedId } from '#electron/desk/cases/case-desk.ts';
import type { CaseHub } from '#electron/desk/cases/case-hub.ts';
import type { Workload } from '#electron/desk/routing/workload.ts';
import type { EventLog } from '#electron/engine/event-log.ts';
import type { Ledger } from '#electron/store/port.ts';
import type { Vault, WalletConnection } from '#electron/wallet/port.ts';
import type { CallDirection } from '#shared/case/call.ts';
import type { Refusal } from '#shared/case/commands.ts';
import { callBlock, openCall } from '#shared/case/open-call.ts';
import type { Person } from '#shared/desk/person.ts';
import type { Clock } from '#shared/lib/clock.ts';
import type { CaseId, CommandId, CustomerId, GroupId, PersonId, QueueId } from '#shared/lib/ids.ts';
import type { Language } from '#shared/lib/localized.ts';
import { fail, ok, type Result } from '#shared/lib/result.ts';

interface Options {
  readonly hub: CaseHub;
  readonly log: EventLog;
  readonly ledger: Ledger;
  readonly desk: CaseDesk;
  readonly workload: Workload;
  readonly wallet: WalletConnection;
  readonly vault: Vault;
  readonly groupOf: (queue: QueueId) => GroupId;
  readonly clock: Clock;
}

/** A call as an agent begins to note it; the number is raw and goes no further than the vault. */
export interface CallNote {
  readonly direction: CallDirection;
  readonly number: string | null;
  readonly customer: CustomerId | null;
  readonly queue: QueueId;
  readonly language: Language;
}

type Outcome = Result<{ readonly caseId: CaseId }, Refusal>;

/** Begins calls: on a case of their own or on one that is there. What one person begins goes one after another, so that nobody is on the phone twice. */
export class CallDesk {
  readonly #options: Options;
  readonly #lines = new Map<PersonId, Promise<unknown>>();

  constructor(options: Options) {
    this.#options = options;
  }

  /** Opens a case for a call; a repeat of its commandId answers the same case. */
  open(person: Person, commandId: CommandId, note: CallNote): Promise<Outcome> {
    return this.#inLine(person.id, () => this.#open(person, commandId, note));
  }

  /** Begins another call on a case, with the number of the one before. */
  again(person: Person, commandId: CommandId, caseId: CaseId, direction: CallDirection): Promise<Outcome> {
    return this.#inLine(person.id, async () => {
      const running = this.#options.workload.callOf(person.id);
      if (running && running.id !== caseId) return fail(callBlock(person.id, running.callSince) ?? { code: 'on-a-call' });
      const state = await this.#options.hub.state(caseId);
      const number = state?.call?.number ?? null;
      const acted = await this.#options.desk.act(caseId, { kind: person.role, id: person.id }, commandId, { type: 'startCall', direction, number });
      return acted.ok ? ok({ caseId }) : acted;
    });
  }

  async #open(person: Person, commandId: CommandId, note: CallNote): Promise<Outcome> {
    const { hub, log, ledger, workload, groupOf, clock } = this.#options;
    const caseId = derivedId(`call ${person.id} ${commandId}`) as CaseId;
    if (await hub.freshState(caseId)) return ok({ caseId });
    const known = note.customer === null ? null : await this.#options.wallet.account(note.customer);
    const account = known?.ok ? known.value : null;
    const number = note.number === null ? account && { text: account.phone, marks: [] } : await maskedNumber(this.#options.vault, note.number);
    let made = 0;
    const now = clock();
    const decision = openCall(
      {
        caseId,
        group: groupOf(note.queue),
        queue: note.queue,
        language: account?.language ?? note.language,
        direction: note.direction,
        number,
        customer: account?.id ?? null,
        contactName: account?.name ?? null,
      },
      {
        actor: { kind: person.role, id: person.id },
        commandId,
        now,
        newId: () => derivedId(`${caseId} ${commandId} ${made++}`),
        onCallSince: workload.callOf(person.id)?.callSince ?? null,
      },
    );
    if (!decision.ok) return decision;
    const events = await log.seal(decision.value);
    await ledger.putOutbox({ commandId, caseId, person: person.id, events, expected: 0, state: 'queued', answer: null, at: now, asked: null });
    const appended = await log.append(events, 0);
    const last = appended.ok ? appended.value.at(-1) : undefined;
    if (last !== undefined) await hub.reached(last);
    await ledger.settleOutbox(commandId, 'confirmed', JSON.stringify({ positions: appended.ok ? appended.value : [] }));
    return ok({ caseId });
  }

  #inLine<T>(person: PersonId, work: () => Promise<T>): Promise<T> {
    const run = (this.#lines.get(person) ?? Promise.resolve()).then(work, work);
    const settled = run.then(
      () => undefined,
      () => undefined,
    );
    this.#lines.set(person, settled);
    void settled.then(() => {
      if (this.#lines.get(person) === settled) this.#lines.delete(person);
    });
    return run;
  }
}
