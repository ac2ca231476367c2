/**
 * The one address from which a worker may be started, as Trusted Types want it (the policy is named in the
 * content security policy). Anything else that reached `new Worker` would be refused by the browser.
 *
 * @module
 */
type Policy = { createScriptURL(url: string): string };
type PolicyFactory = { createPolicy(name: string, rules: Policy): Policy };

export type TrustUrl = (url: string) => string;

/** Makes the policy; may be called once per page. `allowed`: the worker's address. */
export function createTrust(allowed: string): TrustUrl {
  const rules: Policy = {
    createScriptURL(url) {
      if (url !== allowed) throw new TypeError('not the worker');
      return url;
    },
  };
  const factory = (globalThis as { trustedTypes?: PolicyFactory }).trustedTypes;
  const policy = factory?.createPolicy('witnessbox-worker', rules) ?? rules;
  return (url) => policy.createScriptURL(url);
}
