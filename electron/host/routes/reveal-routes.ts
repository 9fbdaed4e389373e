import type { ConsoleAccess } from '#electron/host/console-access.ts';
import type { DeskServices } from '#electron/host/desk-services.ts';
import { onRecord, type Unavailable } from '#electron/host/on-record.ts';
import { walletFault } from '#electron/host/routes/customer-routes.ts';
import { customerOf, visible } from '#electron/host/visible.ts';
import { customerMarks, entryMarks } from '#shared/case/state.ts';
import type { Person } from '#shared/desk/person.ts';
import { fieldName } from '#shared/desk/reasons.ts';
import type { CaseId, Token } from '#shared/lib/ids.ts';
import type { TokenMark } from '#shared/wallet/tokens.ts';

type Limited = Unavailable & { readonly REVEAL_LIMITED: (options: { data: { until: number } }) => Error };

/** The place in a case that hides a value. */
async function markIn(services: DeskServices, caseId: CaseId, token: Token): Promise<TokenMark | undefined> {
  const state = await services.hub.state(caseId);
  const marks = state ? [...customerMarks(state), ...state.entries.flatMap(entryMarks)] : [];
  return marks.find((mark) => mark.token === token);
}

/** Puts a reveal on record unless the person came to the limit of an hour. */
async function withinLimit(services: DeskServices, person: Person, recording: () => Promise<void>, errors: Limited): Promise<void> {
  const taken = await services.reveals.take(person, () => onRecord(services, recording(), errors));
  if (!taken.ok) throw errors.REVEAL_LIMITED({ data: taken.error });
}

/** Full values, one at a time: each is on record, and counted, before it is answered. */
export function revealRoutes({ os, holding }: ConsoleAccess) {
  return {
    vault: {
      reveal: os.vault.reveal.use(holding('reveal')).handler(async ({ input, context, errors }) => {
        const { services, person } = context;
        await visible(services, person, input.caseId, errors);
        const mark = await markIn(services, input.caseId, input.token);
        if (!mark) throw errors.NOT_FOUND({ data: { what: 'token' } });
        // What cannot be shown is no look at it, and counts for none.
        if (!(await services.vault.has(input.token))) throw errors.NOT_FOUND({ data: { what: 'value' } });
        await withinLimit(services, person, () => services.trail.revealed(person, input.caseId, input.token, mark.kind, input), errors);
        const value = await services.vault.reveal(input.token);
        if (!value) throw errors.NOT_FOUND({ data: { what: 'token' } });
        return value;
      }),
      revealField: os.vault.revealField.use(holding('reveal')).handler(async ({ input, context, errors }) => {
        const { services, person } = context;
        const { caseId, customer, field } = input;
        await customerOf(services, person, caseId, customer, errors);
        const { reveal } = services;
        if (reveal === null) throw errors.UNAVAILABLE({ data: { part: 'wallet' } });
        await withinLimit(services, person, () => services.trail.fieldRevealed(person, caseId, customer, fieldName(field), input), errors);
        const value = await reveal.revealField(customer, field);
        if (!value.ok) throw walletFault(value.error.code, errors);
        return { raw: value.value };
      }),
      copied: os.vault.copied.use(holding('reveal')).handler(async ({ input, context, errors }) => {
        const { services, person } = context;
        const { caseId, value } = input;
        const { customer } = services.glass.leave(person.id, caseId) ?? (await visible(services, person, caseId, errors));
        const mark = 'token' in value ? await markIn(services, caseId, value.token) : null;
        if (mark === undefined) throw errors.NOT_FOUND({ data: { what: 'token' } });
        const fields = 'field' in value ? [fieldName(value.field)] : mark === null ? [] : [mark.kind];
        const facts = 'token' in value ? { token: value.token } : {};
        await services.audit.record({ kind: person.role, id: person.id }, { kind: 'value.copied', caseId, customer, fields, facts });
        return {};
      }),
    },
  };
}
