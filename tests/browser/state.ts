/**
 * What vitest's modules look for when they are loaded; its server would have put it there.
 *
 * @module
 */
Object.assign(globalThis, {
  __vitest_worker__: {
    config: { expect: {}, snapshotOptions: { expand: false }, chaiConfig: {}, fakeTimers: {} },
    environment: { name: 'browser' },
    filepath: '',
    providedContext: {},
    evaluatedModules: { idToModuleMap: new Map<string, never>() },
    resolvingModules: new Set<string>(),
    durations: { environment: 0, prepare: 0 },
    onCancel: () => undefined,
    ctx: {},
    rpc: {},
  },
  process: { env: {}, on: () => undefined, platform: 'browser' },
});
