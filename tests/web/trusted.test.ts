import { afterEach, describe, expect, test, vi } from 'vitest';
import { createTrust } from '../../web/source/trusted.ts';

type Rules = { createScriptURL(url: string): string };

/** Trusted Types as a browser has them: one policy per name, which is all that makes such an address. */
function trustedTypes() {
  const names: string[] = [];
  return {
    names,
    createPolicy(name: string, rules: Rules): Rules {
      if (names.includes(name)) throw new TypeError('there is one already');
      names.push(name);
      return { createScriptURL: (url) => `trusted ${rules.createScriptURL(url)}` };
    },
  };
}

describe('the addresses from which a worker may be started', () => {
  afterEach(() => {
    vi.unstubAllGlobals();
  });

  test.each([true, false])('are those that are named, and no other (Trusted Types: %s)', (known) => {
    const types = trustedTypes();
    if (known) vi.stubGlobal('trustedTypes', types);
    const trust = createTrust('/assets/one.js', '/assets/two.js');
    const mark = known ? 'trusted ' : '';
    expect(['/assets/one.js', '/assets/two.js'].map(trust)).toEqual([
      `${mark}/assets/one.js`,
      `${mark}/assets/two.js`,
    ]);
    for (const url of [
      '/assets/three.js',
      '/assets/one.js?',
      'https://elsewhere.example/assets/one.js',
      '',
    ]) {
      expect(() => trust(url)).toThrow(TypeError);
    }
    expect(types.names).toEqual(known ? ['witnessbox-worker'] : []);
  });
});
