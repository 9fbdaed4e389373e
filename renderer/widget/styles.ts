/**
 * What the button and the panel look like. They stand in a shadow root, so that nothing of the page comes in and nothing
 * goes out. The page's rules still reach the element that bears the root: what would be inherited from it is stopped
 * there, where no rule of a sheet comes before it. This is a constructed sheet: a page's policy on inline styles does
 * not concern it.
 */
export const styles = `
.box {
  color-scheme: light dark;
  --brand: light-dark(#0b63c5, #3b8ff0);
  --on-brand: light-dark(#ffffff, #06121f);
  --card: light-dark(#ffffff, #1e232b);
  --line: light-dark(#d7dde5, #343c48);
  position: fixed;
  inset-block-end: 20px;
  inset-inline-end: 20px;
  z-index: 2147483000;
  font: 15px/1.4 system-ui, -apple-system, 'Segoe UI', 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif;
}
* {
  box-sizing: border-box;
}
button {
  font: inherit;
  border: 0;
  cursor: pointer;
  background: var(--brand);
  color: var(--on-brand);
}
button:focus-visible {
  outline: 3px solid light-dark(#10233b, #ffffff);
  outline-offset: 2px;
}
.launcher {
  position: relative;
  display: grid;
  place-items: center;
  width: 56px;
  height: 56px;
  border-radius: 28px;
  box-shadow: 0 4px 14px rgb(0 0 0 / 30%);
}
.count {
  position: absolute;
  inset-block-start: -4px;
  inset-inline-end: -4px;
  min-width: 22px;
  border-radius: 11px;
  padding: 0 6px;
  background: #b3261e;
  color: #ffffff;
  font-size: 13px;
  line-height: 22px;
  text-align: center;
}
.panel {
  position: absolute;
  inset-block-end: 68px;
  inset-inline-end: 0;
  display: flex;
  flex-direction: column;
  width: min(380px, calc(100vw - 40px));
  height: min(620px, calc(100vh - 108px));
  overflow: hidden;
  border: 1px solid var(--line);
  border-radius: 14px;
  background: var(--card);
  box-shadow: 0 10px 40px rgb(0 0 0 / 30%);
}
.bar {
  display: flex;
  align-items: center;
  justify-content: space-between;
  padding: 4px 4px 4px 16px;
  background: var(--brand);
  color: var(--on-brand);
}
.title {
  font-weight: 600;
}
.close {
  width: 44px;
  height: 44px;
  border-radius: 10px;
  font-size: 22px;
  line-height: 1;
}
.bar button:focus-visible {
  outline-color: var(--on-brand);
  outline-offset: -4px;
}
iframe {
  flex: 1;
  width: 100%;
  min-height: 0;
  border: 0;
  background: var(--card);
}
.told {
  position: absolute;
  width: 1px;
  height: 1px;
  overflow: hidden;
  clip-path: inset(50%);
}
[hidden] {
  display: none;
}
@media (max-width: 480px) {
  .panel {
    position: fixed;
    inset: 0;
    width: 100vw;
    height: 100dvh;
    border: 0;
    border-radius: 0;
  }
  .open .launcher {
    display: none;
  }
}
@media (prefers-reduced-motion: no-preference) {
  .panel {
    animation: rise 0.15s ease-out;
  }
  @keyframes rise {
    from {
      opacity: 0;
      translate: 0 8px;
    }
  }
}
`;
