/**
 * What every answer has: nothing of it is for another page, and the page itself loads nothing from elsewhere.
 *
 * @param host under which the simulator is reached
 */
export function securityHeaders(host: string): Readonly<Record<string, string>> {
  const contentSecurityPolicy = [
    "default-src 'self'",
    `connect-src 'self' ws://${host}`,
    // The editor and the components style elements as they are made.
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ];
  return {
    'content-security-policy': contentSecurityPolicy.join('; '),
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
    'cross-origin-resource-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
    'cache-control': 'no-store',
  };
}
