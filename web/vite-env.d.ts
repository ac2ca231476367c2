/// <reference types="vite/client" />

/** A language a second time, as a module of its own, so that its later sentences are not in the first script. */
declare module '*.ts?later' {
  export const later: import('./messages/messages.ts').LaterMessages;
}
