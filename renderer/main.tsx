import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import '@mantine/spotlight/styles.css';
import '#renderer/app/base.css';
import '#renderer/app/high-contrast.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { I18nextProvider } from 'react-i18next';
import { Provider } from 'react-redux';
import { App } from '#renderer/app/app.tsx';
import { CommandRegistry, CommandsContext } from '#renderer/app/commands.ts';
import { Crash } from '#renderer/app/crash.tsx';
import { CallLinksContext, ConnectionContext } from '#renderer/app/hooks.ts';
import { makeStore } from '#renderer/app/store.ts';
import { firstLanguage, makeI18n } from '#renderer/i18n/i18n.ts';
import { CallLinks } from '#renderer/transport/call-links.ts';
import { openConnection } from '#renderer/transport/console-connection.ts';

const root = document.getElementById('root');
const callLinks = new CallLinks(window as never, new BroadcastChannel('console-calls'));
// Before the address is read for anything else.
callLinks.start();
const connection = await openConnection();
if (root) {
  createRoot(root).render(
    <StrictMode>
      <I18nextProvider i18n={makeI18n(firstLanguage(null, null, navigator.languages))}>
        <Crash>
          <Provider store={makeStore()}>
            <ConnectionContext value={connection}>
              <CallLinksContext value={callLinks}>
                <CommandsContext value={new CommandRegistry()}>
                  <App />
                </CommandsContext>
              </CallLinksContext>
            </ConnectionContext>
          </Provider>
        </Crash>
      </I18nextProvider>
    </StrictMode>,
  );
}
