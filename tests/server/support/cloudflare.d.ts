/** What the tests use of workerd's own modules. Their published types would replace those of the web platform. */
declare module 'cloudflare:workers' {
  export const env: unknown;
}

declare module 'cloudflare:test' {
  export type D1Migration = { name: string; queries: string[] };
  export function applyD1Migrations(database: unknown, migrations: readonly D1Migration[]): Promise<void>;
}
