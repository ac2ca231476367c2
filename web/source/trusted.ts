/**
 * The addresses from which a worker may be started, as Trusted Types want it (the policy is named in the
 * content security policy). Anything else that reached `new Worker` would be refused by the browser.
 *
 * @module
 */
type Policy = { createScriptURL(url: string): string };
type PolicyFactory = { createPolicy(name: string, rules: Policy): Policy };

export type TrustUrl = (url: string) => string;

/** Makes the policy; may be called once per page or worker. `allowed`: the addresses of its workers. */
export function createTrust(...allowed: readonly string[]): TrustUrl {
  const rules: Policy = {
    createScriptURL(url) {
      if (!allowed.includes(url)) throw new TypeError('not a worker of ours');
      return url;
    },
  };
  const factory = (globalThis as { trustedTypes?: PolicyFactory }).trustedTypes;
  const policy = factory?.createPolicy('witnessbox-worker', rules) ?? rules;
  return (url) => policy.createScriptURL(url);
}
