import { useCallback, useLayoutEffect, useState } from 'react';
import { useLocation } from 'wouter';

/** The one-time links of the platform, by the first word behind the `#`. */
export const linkKinds = ['invitation', 'password-reset', 'appointment'] as const;

export type LinkKind = (typeof linkKinds)[number];

/**
 * The secrets of the one-time links that were opened in this page. A secret is taken out of the address as soon as it was
 * read, so that neither the history nor who looks at the screen keeps it.
 *
 * @returns the secret of a kind of link, undefined if none was opened
 */
export function useLinkInHand(): (kind: LinkKind) => string | undefined {
  const [place, navigate] = useLocation();
  const [secrets, setSecrets] = useState<Partial<Record<LinkKind, string>>>({});
  const { kind, secret } = readLink(place) ?? {};
  if (kind !== undefined && secrets[kind] !== secret) setSecrets({ ...secrets, [kind]: secret });
  useLayoutEffect(() => {
    const link = readLink(place);
    if (link !== undefined) navigate(`/${link.kind}`, { replace: true });
  }, [place, navigate]);
  return useCallback((wanted) => secrets[wanted], [secrets]);
}

/** `/invitation/…`, as the platform writes its links behind the `#`. */
function readLink(place: string): { kind: LinkKind; secret: string } | undefined {
  const [, name, secret] = /^\/([a-z-]+)\/([A-Za-z0-9_-]{43})$/.exec(place) ?? [];
  const kind = linkKinds.find((known) => known === name);
  return kind === undefined || secret === undefined ? undefined : { kind, secret };
}
