import type { MenuItemConstructorOptions } from 'electron';
import type { Language } from '#shared/lib/localized.ts';

const texts: Readonly<Record<Language, Readonly<Record<string, string>>>> = {
  en: {
    edit: 'Edit',
    undo: 'Undo',
    redo: 'Redo',
    cut: 'Cut',
    copy: 'Copy',
    paste: 'Paste',
    selectAll: 'Select All',
    view: 'View',
    resetZoom: 'Actual Size',
    zoomIn: 'Zoom In',
    zoomOut: 'Zoom Out',
    togglefullscreen: 'Full Screen',
    reload: 'Reload',
    toggleDevTools: 'Developer Tools',
  },
  'zh-CN': {
    edit: '编辑',
    undo: '撤销',
    redo: '重做',
    cut: '剪切',
    copy: '复制',
    paste: '粘贴',
    selectAll: '全选',
    view: '显示',
    resetZoom: '实际大小',
    zoomIn: '放大',
    zoomOut: '缩小',
    togglefullscreen: '全屏',
    reload: '重新加载',
    toggleDevTools: '开发者工具',
  },
};

type Role = NonNullable<MenuItemConstructorOptions['role']>;

/** The menu in place of Electron's own, whose Help opens addresses past the one wrapper; tools only from source. */
export function menuTemplate(language: Language, platform: NodeJS.Platform, packaged: boolean): MenuItemConstructorOptions[] {
  const text = texts[language];
  const item = (role: Role): MenuItemConstructorOptions => ({ role, label: text[role] ?? role });
  const line: MenuItemConstructorOptions = { type: 'separator' };
  const tools = packaged ? [] : [line, item('reload'), item('toggleDevTools')];
  return [
    // macOS words its own application menu in the system's language.
    ...(platform === 'darwin' ? [{ role: 'appMenu' as const }] : []),
    {
      label: text.edit ?? '',
      submenu: [item('undo'), item('redo'), line, item('cut'), item('copy'), item('paste'), item('selectAll')],
    },
    { label: text.view ?? '', submenu: [item('resetZoom'), item('zoomIn'), item('zoomOut'), line, item('togglefullscreen'), ...tools] },
  ];
}
