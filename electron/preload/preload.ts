import { contextBridge, ipcRenderer } from 'electron';
import { handOver } from '#electron/preload/hand-over.ts';

contextBridge.exposeInMainWorld('consoleHost', Object.freeze({ edition: 'desktop' }));
handOver(ipcRenderer, window);
