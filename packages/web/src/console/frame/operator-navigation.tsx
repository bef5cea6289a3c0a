import { useMessages } from '../../ui/language.tsx';
import { messages } from './frame.messages.ts';
import { NavItem } from './nav-item.tsx';
import { NavSection } from './nav-section.tsx';

/** The places of operators. */
export function OperatorNavigation() {
  const { operator: texts } = useMessages(messages);
  return (
    <NavSection title={texts.title}>
      <NavItem href="/operator/accounts" label={texts.accounts} />
      <NavItem href="/operator/teams" label={texts.teams} />
      <NavItem href="/operator/mini-programs" label={texts.miniPrograms} />
      <NavItem href="/operator/invitations" label={texts.invitations} />
      <NavItem href="/operator/operators" label={texts.operators} />
      <NavItem href="/operator/banned-hosts" label={texts.bannedHosts} />
      <NavItem href="/operator/acceleration" label={texts.acceleration} />
      <NavItem href="/operator/limits" label={texts.limits} />
      <NavItem href="/operator/signing-keys" label={texts.signingKeys} />
      <NavItem href="/operator/audit" label={texts.audit} />
    </NavSection>
  );
}
