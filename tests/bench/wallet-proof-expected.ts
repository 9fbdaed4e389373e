import type { ProofCell } from '#shared/wallet/proof-table.ts';

/**
 * What each action asks for, written down a second time by hand from the rules of the desk, and in another form than the
 * product's table, so that a slip in one of them shows. The columns: what the customer has shown of themselves (of money:
 * at a small, a middling and a large amount), what the agent has, when a colleague looks, and whether it may be done while
 * the law has frozen the account.
 */
const sheet = `
  send-reset-link   basic               factor                  fresh-contact  yes
  resend-code       -                   signed-in               -              yes
  unbind-device     basic               factor                  -              yes
  unbind-card       basic               factor                  -              no
  freeze            -                   signed-in               -              yes
  unfreeze          strong              factor                  always         no
  trace-top-up      -                   signed-in               -              yes
  reverse-payment   basic,strong,strong factor                  large          no
  refund            basic,strong,strong factor                  large          no
  change-phone      basic               factor                  always         no
  raise-limit       strong              factor                  large          no
  close-account     strong              factor                  -              no
  credit-coupon     -,basic,basic       signed-in,factor,factor large          yes
`;

const lines = new Map(
  sheet
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .map(([action = '', ...columns]) => [action, columns] as const),
);

const ranks = ['none', 'basic', 'strong'];

/** What the wallet has to answer of a cell: `done`, or the reason of its refusal. */
export function expectedOf(cell: ProofCell): string {
  // Nobody's word is known without a proof, whoever they may be.
  if (cell.proof === 'none') return 'needs-session';
  if (cell.role === 'trainer') return 'role-not-allowed';
  if (cell.caseStanding === 'none') return 'no-case';
  if (cell.caseStanding === 'closed') return 'case-closed';
  const leads = cell.role === 'supervisor' || cell.role === 'administrator';
  if (cell.caseStanding === 'waiting' || (cell.caseStanding === 'other' && !leads)) return 'case-not-mine';
  const [levels = '', factors = '', colleague = '', law = ''] = lines.get(cell.action) ?? [];
  if (cell.frozenByLaw && law === 'no') return 'frozen-by-law';
  if (cell.band === 'excess') return 'above-desk-limit';
  const at = (column: string): string => {
    const [small = '', medium = small, large = medium] = column.split(',');
    return cell.band === 'large' ? large : cell.band === 'medium' ? medium : small;
  };
  if (at(factors) === 'factor' && cell.proof !== 'step-up') return 'needs-step-up';
  const level = at(levels);
  if (level !== '-' && ranks.indexOf(cell.level) < ranks.indexOf(level)) return 'needs-customer-level';
  const looked = colleague === 'always' || (colleague === 'large' && cell.band === 'large') || (colleague === 'fresh-contact' && cell.freshContact);
  if (looked && !cell.second) return 'needs-second-person';
  // Proof and table let it pass; what is frozen already cannot be frozen.
  return cell.action === 'freeze' && cell.frozenByLaw ? 'wrong-state' : 'done';
}
