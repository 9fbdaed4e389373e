import type { TFunction } from 'i18next';
import { timeText } from '#renderer/i18n/date-text.ts';
import type { CallFault } from '#renderer/transport/call-fault.ts';
import type { Refusal } from '#shared/case/commands.ts';
import type { PersonId } from '#shared/lib/ids.ts';

/** What wording a refusal needs beside the catalogue `caseActions`: a colleague's name and the language of times. */
interface Wording {
  readonly t: TFunction;
  readonly locale: string;
  readonly personName: (id: PersonId) => string;
}

/** Why a command was refused, in the language of the screen: "taken by Li Na at 14:03". */
export function refusalText({ t, locale, personName }: Wording, refusal: Refusal): string {
  if (refusal.code === 'taken') {
    return refusal.by !== undefined && refusal.at !== undefined
      ? t('caseActions:refusal_taken', { name: personName(refusal.by), time: timeText(refusal.at, locale) })
      : t('caseActions:refusal_takenPlain');
  }
  return t(`caseActions:refusal_${refusal.code}`, {
    type: refusal.type ?? '',
    address: refusal.address ?? '',
    time: refusal.at === undefined ? '' : timeText(refusal.at, locale),
  });
}

/** Why a call did nothing, in the language of the screen; no end mark, so that it stands within a sentence. */
export function faultText(wording: Wording, fault: CallFault): string {
  return fault.code === 'refused' ? refusalText(wording, fault.refusal) : wording.t(`caseActions:fault_${fault.code}`);
}
