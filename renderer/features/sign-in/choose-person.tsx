import { Loader } from '@mantine/core';
import { safe } from '@orpc/client';
import { IconBuilding, IconHeadset, IconSchool, IconUsersGroup } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAppDispatch, useClient } from '#renderer/app/hooks.ts';
import { signedIn } from '#renderer/app/session-slice.ts';
import classes from '#renderer/features/sign-in/sign-in.module.css';
import { screenLanguage } from '#renderer/i18n/i18n.ts';
import type { Person, Role } from '#shared/desk/person.ts';

const icons: Readonly<Record<Role, typeof IconHeadset>> = {
  agent: IconHeadset,
  supervisor: IconUsersGroup,
  trainer: IconSchool,
  administrator: IconBuilding,
};

/** One person to sign in as; the button's name begins with the role. */
function PersonButton({ person, busy, onChosen }: { readonly person: Person; readonly busy: boolean; readonly onChosen: () => void }) {
  const { t, i18n } = useTranslation('signIn');
  const Icon = icons[person.role];
  return (
    <button type="button" className={classes.person} disabled={busy} onClick={onChosen}>
      <Icon size={24} stroke={1.6} aria-hidden />
      <span>
        <strong>{t(`role_${person.role}`, { name: person.name[screenLanguage(i18n)] })}</strong>
        <span className={classes.serves}>{t('serves', { count: person.queues.length })}</span>
      </span>
    </button>
  );
}

/** The demo desk's people; it asks for no password. */
export function ChoosePerson() {
  const { t } = useTranslation('signIn');
  const client = useClient();
  const dispatch = useAppDispatch();
  const [people, setPeople] = useState<readonly Person[] | null>(null);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState(false);
  useEffect(() => {
    let wanted = true;
    void safe(client.session.people()).then(([error, found]) => {
      if (!wanted) return;
      setFault(error !== null);
      if (!error) setPeople(found);
    });
    return () => {
      wanted = false;
    };
  }, [client]);
  const choose = async (person: Person) => {
    setBusy(true);
    const [error, me] = await safe(client.session.signIn({ person: person.id }));
    setBusy(false);
    setFault(error !== null);
    if (!error) dispatch(signedIn(me));
  };
  return (
    <>
      <p className={classes.lead}>{t('demoLead')}</p>
      {fault && (
        <p role="alert" className={classes.fault}>
          {t('fault')}
        </p>
      )}
      {people === null && !fault && <Loader size="sm" role="status" aria-label={t('loading')} />}
      {people?.length === 0 && <p role="status">{t('nobody')}</p>}
      <ul className={classes.people} aria-label={t('people')}>
        {people?.map((person) => (
          <li key={person.id}>
            <PersonButton person={person} busy={busy} onChosen={() => void choose(person)} />
          </li>
        ))}
      </ul>
    </>
  );
}
