/**
 * Headers as data: what every answer carries, and what of a request is looked at at all.
 *
 * @module
 */

/** One policy for everything, byte for byte, so that monitors can compare it. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  // The organisation's logo, which a page makes of bytes that it has checked: nothing is asked of anybody for it.
  "img-src 'self' blob:",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types svelte-trusted-html witnessbox-worker',
].join('; ');

/** What no page of ours may use; the source's page may record a voice. */
const POWERFUL_FEATURES = [
  'accelerometer',
  'autoplay',
  'bluetooth',
  'browsing-topics',
  'camera',
  'compute-pressure',
  'cross-origin-isolated',
  'display-capture',
  'encrypted-media',
  'fullscreen',
  'gamepad',
  'geolocation',
  'gyroscope',
  'hid',
  'identity-credentials-get',
  'idle-detection',
  'local-fonts',
  'magnetometer',
  'midi',
  'otp-credentials',
  'payment',
  'picture-in-picture',
  'publickey-credentials-create',
  'publickey-credentials-get',
  'screen-wake-lock',
  'serial',
  'storage-access',
  'sync-xhr',
  'usb',
  'web-share',
  'window-management',
  'xr-spatial-tracking',
];

/** On every answer, errors and unknown addresses included. */
export const RESPONSE_HEADERS: Readonly<Record<string, string>> = {
  'Content-Security-Policy': CONTENT_SECURITY_POLICY,
  // Nothing may remain on the source's device, and nothing in a cache on the way.
  'Cache-Control': 'no-store',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'X-DNS-Prefetch-Control': 'off',
  'Permissions-Policy': [...POWERFUL_FEATURES.map((feature) => `${feature}=()`), 'microphone=(self)'].join(
    ', ',
  ),
};

/**
 * What is read of a request. Everything else, addresses added by proxies, user agent, cookies and referrer
 * included, is left behind before any code of ours runs.
 */
const REQUEST_HEADERS: ReadonlySet<string> = new Set([
  'accept-encoding',
  'accept-language',
  'content-digest',
  'content-length',
  'content-type',
  'if-range',
  'range',
  // Whether a page of ours sent the form, or one elsewhere. It names neither.
  'sec-fetch-site',
  'signature',
  'signature-input',
  'tus-resumable',
  'upload-concat',
  'upload-defer-length',
  'upload-length',
  'upload-metadata',
  'upload-offset',
  'witnessbox-proof',
  'x-http-method-override',
]);

export function isReadHeader(name: string): boolean {
  return REQUEST_HEADERS.has(name.toLowerCase());
}
