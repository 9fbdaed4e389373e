import { ActionIcon, Button, Group, Menu } from '@mantine/core';
import {
  IconArrowBackUp,
  IconArrowFork,
  IconArrowMerge,
  IconArrowsSplit2,
  IconCheck,
  IconClockPause,
  IconDots,
  IconFlag,
  IconTags,
  IconTransfer,
  IconUserShare,
  IconUserX,
} from '@tabler/icons-react';
import { memo, useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { useAppDispatch, useAppSelector } from '#renderer/app/hooks.ts';
import { allowedOn } from '#renderer/features/case-actions/allowed.ts';
import { AssignForm } from '#renderer/features/case-actions/assign-form.tsx';
import classes from '#renderer/features/case-actions/case-actions.module.css';
import { type CaseForm, formClosed, formOpened, selectForm } from '#renderer/features/case-actions/case-actions-slice.ts';
import { LinesForm } from '#renderer/features/case-actions/lines-form.tsx';
import { MergeForm } from '#renderer/features/case-actions/merge-form.tsx';
import { MovePrivateForm } from '#renderer/features/case-actions/move-private-form.tsx';
import { ResolveForm } from '#renderer/features/case-actions/resolve-form.tsx';
import { SnoozeForm } from '#renderer/features/case-actions/snooze-form.tsx';
import { SplitForm } from '#renderer/features/case-actions/split-form.tsx';
import { PriorityForm, TagsForm } from '#renderer/features/case-actions/tags-form.tsx';
import { TransferForm } from '#renderer/features/case-actions/transfer-form.tsx';
import { useAct } from '#renderer/features/case-actions/use-act.tsx';
import type { CaseState } from '#shared/case/state.ts';
import type { Person } from '#shared/desk/person.ts';
import { assertNever } from '#shared/lib/assert.ts';

interface Props {
  readonly state: CaseState;
  readonly me: Person | null;
}

function OpenForm({ form, state, onClose }: { readonly form: CaseForm; readonly state: CaseState; readonly onClose: () => void }) {
  switch (form) {
    case 'transfer':
      return <TransferForm state={state} onClose={onClose} />;
    case 'snooze':
      return <SnoozeForm state={state} onClose={onClose} />;
    case 'resolve':
      return <ResolveForm state={state} onClose={onClose} />;
    case 'assign':
      return <AssignForm state={state} onClose={onClose} />;
    case 'tags':
      return <TagsForm state={state} onClose={onClose} />;
    case 'priority':
      return <PriorityForm state={state} onClose={onClose} />;
    case 'merge':
      return <MergeForm state={state} onClose={onClose} />;
    case 'split':
      return <SplitForm state={state} onClose={onClose} />;
    case 'lines':
      return <LinesForm state={state} onClose={onClose} />;
    case 'movePrivate':
      return <MovePrivateForm state={state} onClose={onClose} />;
    default:
      return assertNever(form, 'form');
  }
}

/** The open case's buttons: what is done most stands free, the rest in a menu. */
export const CaseActions = memo(function CaseActions({ state, me }: Props) {
  const { t } = useTranslation('caseActions');
  const dispatch = useAppDispatch();
  const form = useAppSelector(selectForm);
  const act = useAct();
  const may = allowedOn(state, me);
  const open = (name: CaseForm) => () => dispatch(formOpened(name));
  const close = useCallback(() => dispatch(formClosed()), [dispatch]);
  const watching = !may.edit;
  return (
    <>
      <Group gap={6} role="group" aria-label={t('toolbar')} className={classes.actions}>
        {may.accept && (
          <Button size="xs" onClick={() => void act(state.id, { type: 'accept' })} leftSection={<IconCheck size={15} aria-hidden />}>
            {t('accept')}
          </Button>
        )}
        {may.wake && (
          <Button size="xs" variant="light" onClick={() => void act(state.id, { type: 'wake' })}>
            {t('wake')}
          </Button>
        )}
        {may.transfer && (
          <Button size="xs" variant="default" onClick={open('transfer')} leftSection={<IconTransfer size={15} aria-hidden />}>
            {t('transfer')}
          </Button>
        )}
        {may.snooze && (
          <Button size="xs" variant="default" onClick={open('snooze')} leftSection={<IconClockPause size={15} aria-hidden />}>
            {t('snooze')}
          </Button>
        )}
        {may.reopen ? (
          <Button size="xs" variant="light" onClick={() => void act(state.id, { type: 'reopen' })}>
            {t('reopen')}
          </Button>
        ) : (
          <Button size="xs" variant={may.accept ? 'default' : 'light'} disabled={!may.resolve} onClick={open('resolve')}>
            {t('resolve')}
          </Button>
        )}
        {!watching && (
          <Menu position="bottom-end" shadow="md">
            <Menu.Target>
              <ActionIcon variant="default" size={30} aria-label={t('more')}>
                <IconDots size={16} />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item leftSection={<IconTags size={15} aria-hidden />} onClick={open('tags')}>
                {t('tags')}
              </Menu.Item>
              <Menu.Item leftSection={<IconFlag size={15} aria-hidden />} onClick={open('priority')}>
                {t('priority')}
              </Menu.Item>
              {may.assign && (
                <Menu.Item leftSection={<IconUserShare size={15} aria-hidden />} onClick={open('assign')}>
                  {t('assign')}
                </Menu.Item>
              )}
              {may.merge && (
                <Menu.Item leftSection={<IconArrowMerge size={15} aria-hidden />} onClick={open('merge')}>
                  {t('merge')}
                </Menu.Item>
              )}
              {may.split && (
                <Menu.Item leftSection={<IconArrowFork size={15} aria-hidden />} onClick={open('split')}>
                  {t('split')}
                </Menu.Item>
              )}
              {may.merge && state.lines.length > 0 && (
                <Menu.Item leftSection={<IconArrowsSplit2 size={15} aria-hidden />} onClick={open('lines')}>
                  {t('unmerge')}
                </Menu.Item>
              )}
              {may.decline && (
                <Menu.Item leftSection={<IconUserX size={15} aria-hidden />} onClick={() => void act(state.id, { type: 'decline' })}>
                  {t('decline')}
                </Menu.Item>
              )}
              {may.release && (
                <Menu.Item leftSection={<IconArrowBackUp size={15} aria-hidden />} onClick={() => void act(state.id, { type: 'release' })}>
                  {t('release')}
                </Menu.Item>
              )}
            </Menu.Dropdown>
          </Menu>
        )}
      </Group>
      {form !== null && !watching && <OpenForm form={form} state={state} onClose={close} />}
    </>
  );
});
