import { IconArrowLeft } from '@tabler/icons-react';
import { useMessages } from '../../ui/language.tsx';
import { useProgram } from '../programs/use-program.ts';
import { messages } from './frame.messages.ts';
import { NavItem } from './nav-item.tsx';
import { NavSection } from './nav-section.tsx';

/** The places of one mini program. */
export function ProgramNavigation({ appId }: { appId: string }) {
  const { program: texts, auditLog } = useMessages(messages);
  const { data: program, error } = useProgram(appId);
  const base = `/mini-programs/${appId}`;
  const back = program === undefined ? '/' : `/teams/${program.teamId}`;
  return (
    <>
      <NavItem href={back} label={texts.back} icon={<IconArrowLeft size={16} aria-hidden />} />
      {(program !== undefined || error === null) && (
        <NavSection title={program?.name ?? appId}>
          <NavItem href={base} label={texts.overview} />
          <NavSection title={texts.settings} nested>
            <NavSection title={texts.development} nested>
              <NavItem href={`${base}/settings/server-domains`} label={texts.serverDomains} />
              <NavItem href={`${base}/settings/domain-check`} label={texts.domainCheck} />
              <NavItem href={`${base}/settings/app-secret`} label={texts.appSecret} />
              <NavItem href={`${base}/settings/access-tokens`} label={texts.accessTokens} />
            </NavSection>
          </NavSection>
          <NavItem href={`${base}/team`} label={texts.team} />
          <NavItem href={`${base}/audit`} label={auditLog} />
        </NavSection>
      )}
    </>
  );
}
