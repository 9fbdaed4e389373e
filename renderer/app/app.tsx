import { MantineProvider, mergeThemeOverrides } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { useEffect, useMemo, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { selectHost, selectStartup } from '#renderer/app/desk-slice.ts';
import { Gate } from '#renderer/app/gate.tsx';
import { highContrast } from '#renderer/app/high-contrast.ts';
import { useAppSelector, useConnection } from '#renderer/app/hooks.ts';
import { selectLanguage, selectMe, selectPreferences, selectSessionKnown } from '#renderer/app/session-slice.ts';
import { theme, variables } from '#renderer/app/theme.ts';
import { useDesk, useHost } from '#renderer/app/use-desk.ts';
import { Workbench } from '#renderer/app/workbench.tsx';
import { KeyScreen } from '#renderer/features/keys/key-screen.tsx';
import { SignIn } from '#renderer/features/sign-in/sign-in.tsx';
import { screenLanguage } from '#renderer/i18n/i18n.ts';
import { WordsProvider } from '#renderer/ui/words.tsx';

/** The person's language, else the one the host was started with; the page says which it is in. */
function useScreenLanguage(): void {
  const { i18n } = useTranslation();
  const wanted = useAppSelector((root) => selectLanguage(root) ?? selectHost(root)?.defaultLanguage ?? null);
  useEffect(() => {
    if (wanted !== null && i18n.language !== wanted) void i18n.changeLanguage(wanted);
  }, [wanted, i18n]);
  useEffect(() => {
    document.documentElement.lang = screenLanguage(i18n);
  });
}

/** The whole window: what stands in the way first, then sign-in, then the work. */
export function App() {
  const connection = useConnection();
  const state = useSyncExternalStore(
    (listener) => connection.subscribe(listener),
    () => connection.state(),
  );
  const startup = useAppSelector(selectStartup);
  const known = useAppSelector(selectSessionKnown);
  const me = useAppSelector(selectMe);
  const { theme: scheme } = useAppSelector(selectPreferences);
  useHost(state);
  useDesk();
  useScreenLanguage();
  useEffect(() => {
    document.documentElement.toggleAttribute('data-high-contrast', scheme === 'contrast');
  }, [scheme]);
  const forced = scheme === 'auto' ? {} : { forceColorScheme: scheme === 'light' ? ('light' as const) : ('dark' as const) };
  const { t } = useTranslation('shell');
  const dismiss = t('dismiss');
  const worded = useMemo(
    () => mergeThemeOverrides(theme, { components: { Notification: { defaultProps: { closeButtonProps: { 'aria-label': dismiss } } } } }),
    [dismiss],
  );
  const body = () => {
    // Whoever is at work stays there: what they wrote and could not be kept yet stands on this page alone.
    if (me !== null) return <Workbench key={me.person.id} me={me} connection={state} />;
    if (state === 'locked' || state === 'foreign') return <Gate reason={state} />;
    if (startup.phase === 'locked' && startup.lock) return <KeyScreen lock={startup.lock} />;
    if (startup.phase === 'ready' && known) return <SignIn />;
    return <Gate reason="starting" />;
  };
  return (
    <MantineProvider theme={worded} cssVariablesResolver={scheme === 'contrast' ? highContrast : variables} defaultColorScheme="auto" {...forced}>
      <WordsProvider>
        {me === null && <Notifications position="top-center" limit={4} />}
        {body()}
      </WordsProvider>
    </MantineProvider>
  );
}
