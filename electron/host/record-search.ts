import type { DeskServices } from '#electron/host/desk-services.ts';
import type { Person } from '#shared/desk/person.ts';
import type { SensitiveKind } from '#shared/wallet/tokens.ts';

/** That somebody looked for a full number: of what kind, never which. What was found is shown after. */
export async function recordSearch(services: DeskServices, person: Person, kinds: readonly SensitiveKind[], hits: number): Promise<void> {
  await services.audit.record({ kind: person.role, id: person.id }, { kind: 'search.byValue', fields: [...new Set(kinds)], facts: { hits } });
}
