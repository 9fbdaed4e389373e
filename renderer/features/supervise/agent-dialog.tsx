import { Button, CloseButton, Modal, Stack } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { safe } from '@orpc/client';
import { useTranslation } from 'react-i18next';
import { selectConfiguration } from '#renderer/app/desk-slice.ts';
import { useAppSelector, useClient } from '#renderer/app/hooks.ts';
import type { AgentRow } from '#renderer/features/supervise/agent-table.tsx';
import classes from '#renderer/features/supervise/supervise.module.css';
import { screenLanguage } from '#renderer/i18n/i18n.ts';
import { useFocusBack } from '#renderer/ui/use-focus-back.ts';

const states = ['available', 'busy', 'break'] as const;

interface Props {
  readonly agent: AgentRow;
  readonly onClose: () => void;
  readonly onCases: () => void;
}

/** What a supervisor does about one agent: another state, or a look at what they have open. */
export function AgentDialog({ agent, onClose, onCases }: Props) {
  const { t, i18n } = useTranslation('supervise');
  useFocusBack();
  const client = useClient();
  const reasons = useAppSelector(selectConfiguration)?.stateReasons ?? [];
  const language = screenLanguage(i18n);
  const there = agent.state !== 'offline';
  const set = async (state: (typeof states)[number], reason: string | null, label: string) => {
    const [error] = await safe(client.supervision.setState({ person: agent.agent, state, reason }));
    if (error) notifications.show({ color: 'red', message: t('stateFault'), role: 'alert' });
    else notifications.show({ message: t('stateDone', { name: agent.name, state: label }) });
    onClose();
  };
  const title = t('openActions', { name: agent.name });
  return (
    <Modal.Root opened onClose={onClose} centered size="xs" transitionProps={{ duration: 0 }}>
      <Modal.Overlay />
      <Modal.Content aria-label={title}>
        <Modal.Body pt="md">
          <div className={classes.drawerHead}>
            <h2>{agent.name}</h2>
            <CloseButton aria-label={t('close')} onClick={onClose} />
          </div>
          <Stack gap="xs">
            <Button variant="light" onClick={onCases}>
              {t('showCases')}
            </Button>
            {there ? (
              <fieldset className={classes.states}>
                <legend>{t('stateOf', { name: agent.name })}</legend>
                {states.map((state) => (
                  <Button
                    key={state}
                    size="xs"
                    variant="default"
                    disabled={agent.state === state}
                    onClick={() => void set(state, null, t(`shell:state_${state}`))}
                    leftSection={<span className={classes.dot} data-state={state} aria-hidden />}
                  >
                    {t(`shell:state_${state}`)}
                  </Button>
                ))}
                {reasons.map(({ id, state, name }) => (
                  <Button
                    key={id}
                    size="xs"
                    variant="default"
                    onClick={() => void set(state, id, name[language])}
                    leftSection={<span className={classes.dot} data-state={state} aria-hidden />}
                  >
                    {name[language]}
                  </Button>
                ))}
              </fieldset>
            ) : (
              <p>{t('offline')}</p>
            )}
          </Stack>
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}
