import { useTranslation } from 'react-i18next';
import { useCommand } from '#renderer/app/commands.ts';
import { useAppDispatch, useAppSelector } from '#renderer/app/hooks.ts';
import { allowedOn } from '#renderer/features/case-actions/allowed.ts';
import { formOpened } from '#renderer/features/case-actions/case-actions-slice.ts';
import { useAct } from '#renderer/features/case-actions/use-act.tsx';
import { draftAddressed, modeChosen, selectDraft, wordsReturned } from '#renderer/features/composer/composer-slice.ts';
import { useForward } from '#renderer/features/composer/use-forward.ts';
import { INCIDENT_ANSWER_KEY, INCIDENT_KEY, selectIncidentOf } from '#renderer/features/incidents/incidents-slice.ts';
import { LINK_KEY, selectFirstSuggested } from '#renderer/features/linked/linked-slice.ts';
import { selectMail } from '#renderer/features/mail/mail-slice.ts';
import { newestOfCustomer, othersInTalk } from '#shared/case/recipient-rules.ts';
import { customerAlone, withoutRepeats } from '#shared/case/recipients.ts';
import type { CaseState } from '#shared/case/state.ts';
import type { AgentCommand } from '#shared/contract/schemas.ts';
import type { Person } from '#shared/desk/person.ts';

/** Registers everything that can be done with the open case in the palette, each with its key. */
export function useCaseCommands(state: CaseState | null, me: Person | null): void {
  const { t } = useTranslation('caseActions');
  const dispatch = useAppDispatch();
  const act = useAct();
  const forward = useForward();
  const may = allowedOn(state, me);
  const suggested = useAppSelector((root) => selectFirstSuggested(root, state));
  const known = useAppSelector((root) => selectIncidentOf(root, state));
  // Of a case whose own thread is mail: what goes on in it, and what it was split from, has its own buttons.
  const mail = state !== null && state.channel === 'email' && state.splitFrom === null ? state : null;
  const addressing = useAppSelector((root) => (mail === null ? customerAlone : selectDraft(root, mail.id, 'reply').addressing));
  const ownTokens = useAppSelector((root) => selectMail(root)?.ownTokens);
  const others = mail === null || addressing.forwards !== null ? [] : othersInTalk(mail, ownTokens);
  const newest = mail === null ? null : newestOfCustomer(mail);
  const group = t('group');
  const run = (command: AgentCommand) => () => {
    if (state) void act(state.id, command);
  };
  const write = (mode: 'reply' | 'note') => () => {
    if (!state) return;
    dispatch(modeChosen({ caseId: state.id, mode }));
    requestAnimationFrame(() => document.querySelector<HTMLElement>('[data-composer-text]')?.focus());
  };
  useCommand({ id: 'case.accept', label: t('accept'), group, defaultKey: 'alt+A', run: run({ type: 'accept' }), enabled: may.accept });
  useCommand({ id: 'case.reply', label: t('composer:modeReply'), group, defaultKey: 'alt+R', run: write('reply'), enabled: may.reply });
  useCommand({
    id: 'case.replyAll',
    label: t('mail:replyAllCommand'),
    group,
    defaultKey: 'alt+shift+R',
    run: () => {
      if (!state) return;
      dispatch(draftAddressed({ caseId: state.id, addressing: withoutRepeats({ ...addressing, cc: [...addressing.cc, ...others] }) }));
      write('reply')();
    },
    enabled: may.reply && others.length > 0,
  });
  useCommand({
    id: 'case.forward',
    label: t('mail:forwardCommand'),
    group,
    defaultKey: 'alt+shift+F',
    run: () => {
      if (!state || newest === null) return;
      dispatch(modeChosen({ caseId: state.id, mode: 'reply' }));
      forward(state.id, newest.id);
    },
    enabled: may.reply && newest?.text != null,
  });
  useCommand({ id: 'case.note', label: t('composer:note'), group, defaultKey: 'alt+N', run: write('note'), enabled: may.note });
  useCommand({ id: 'case.transfer', label: t('transfer'), group, defaultKey: 'alt+T', run: () => dispatch(formOpened('transfer')), enabled: may.transfer });
  useCommand({ id: 'case.snooze', label: t('snooze'), group, defaultKey: 'alt+S', run: () => dispatch(formOpened('snooze')), enabled: may.snooze });
  useCommand({ id: 'case.wake', label: t('wake'), group, defaultKey: 'alt+W', run: run({ type: 'wake' }), enabled: may.wake });
  useCommand({
    id: 'case.resolve',
    label: t('resolve'),
    group,
    defaultKey: 'mod+shift+Enter',
    run: () => dispatch(formOpened('resolve')),
    enabled: may.resolve,
  });
  useCommand({ id: 'case.reopen', label: t('reopen'), group, defaultKey: 'alt+O', run: run({ type: 'reopen' }), enabled: may.reopen });
  useCommand({
    id: 'case.movePrivate',
    label: t('movePrivate'),
    group,
    defaultKey: 'alt+V',
    run: () => dispatch(formOpened('movePrivate')),
    enabled: may.movePrivate,
  });
  useCommand({ id: 'case.split', label: t('split'), group, defaultKey: 'alt+shift+X', run: () => dispatch(formOpened('split')), enabled: may.split });
  useCommand({ id: 'case.merge', label: t('merge'), group, defaultKey: 'alt+shift+M', run: () => dispatch(formOpened('merge')), enabled: may.merge });
  useCommand({
    id: 'case.unmerge',
    label: t('unmerge'),
    group,
    defaultKey: 'alt+shift+U',
    run: () => dispatch(formOpened('lines')),
    enabled: may.merge && state !== null && state.lines.length > 0,
  });
  useCommand({ id: 'case.tags', label: t('tags'), group, defaultKey: 'alt+G', run: () => dispatch(formOpened('tags')), enabled: may.edit });
  useCommand({ id: 'case.priority', label: t('priority'), group, defaultKey: 'alt+P', run: () => dispatch(formOpened('priority')), enabled: may.edit });
  useCommand({
    id: 'case.linkTransaction',
    label: t('linked:linkFirst'),
    group,
    defaultKey: LINK_KEY,
    run: () => {
      if (suggested !== null) run({ type: 'linkTransaction', transaction: suggested })();
    },
    enabled: may.edit && suggested !== null,
  });
  useCommand({
    id: 'case.linkIncident',
    label: t('incidents:linkCommand'),
    group,
    defaultKey: INCIDENT_KEY,
    run: () => {
      if (known !== null) run({ type: 'linkIncident', incident: known.incident.id })();
    },
    enabled: may.edit && known !== null && !known.linked,
  });
  useCommand({
    id: 'case.insertIncidentAnswer',
    label: t('incidents:insert'),
    group,
    defaultKey: INCIDENT_ANSWER_KEY,
    run: () => {
      if (!state || known === null) return;
      dispatch(wordsReturned({ caseId: state.id, kind: 'reply', text: known.words[state.language], attachments: [] }));
      write('reply')();
    },
    enabled: may.reply && known !== null,
  });
  useCommand({ id: 'case.decline', label: t('decline'), group, defaultKey: 'alt+X', run: run({ type: 'decline' }), enabled: may.decline });
  useCommand({ id: 'case.assign', label: t('assign'), group, defaultKey: 'alt+shift+T', run: () => dispatch(formOpened('assign')), enabled: may.assign });
  useCommand({ id: 'case.release', label: t('release'), group, defaultKey: 'alt+B', run: run({ type: 'release' }), enabled: may.release });
}
