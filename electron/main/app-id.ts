/** The program's name to Windows, whose notifications carry it; the installer's shortcut must say the same. */
export const APP_ID = 'org.wallet-service.console';
