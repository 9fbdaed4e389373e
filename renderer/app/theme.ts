import { type CSSVariablesResolver, createTheme, Menu, Notification } from '@mantine/core';

/** System fonts first, with a Chinese face for each system. */
const FONTS = "system-ui, -apple-system, 'Segoe UI', 'PingFang SC', 'Microsoft YaHei UI', 'Microsoft YaHei', 'Noto Sans CJK SC', 'Noto Sans SC', sans-serif";

/** The console's look: one accent, dark enough to be read on white and to bear white letters. */
export const theme = createTheme({
  fontFamily: FONTS,
  headings: { fontFamily: FONTS },
  primaryColor: 'wallet',
  primaryShade: { light: 7, dark: 6 },
  colors: {
    wallet: ['#eaf3ff', '#d3e4fb', '#a4c7f5', '#73a9f0', '#4c8feb', '#357fe9', '#2468cb', '#1b5fae', '#17539b', '#0f4587'],
  },
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    // Under a title the library's words are too pale to be read.
    Notification: Notification.extend({ styles: { description: { color: 'var(--mantine-color-text)' } } }),
    // A menu stands in the landmark of its button, above what scrolls there, and has nothing but its items to stop at.
    Menu: Menu.extend({ defaultProps: { withinPortal: false, floatingStrategy: 'fixed', withInitialFocusPlaceholder: false } }),
  },
});

/** Mantine's own grey is too pale to be read on white (3.3:1); these hold 4.5:1 on every ground that the console uses. */
export const variables: CSSVariablesResolver = () => ({
  variables: {},
  light: { '--mantine-color-dimmed': '#545d69', '--mantine-color-placeholder': '#5d6672', '--mantine-color-error': '#b3201f' },
  dark: { '--mantine-color-dimmed': '#aab2bd', '--mantine-color-placeholder': '#9aa3ae', '--mantine-color-error': '#ff9d9a' },
});
