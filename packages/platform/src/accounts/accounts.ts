import type { Core } from '../core.ts';
import { Invitations } from './invitations.ts';
import { LinkDelivery } from './link-delivery.ts';
import { createMailer } from './mailer.ts';
import { Members } from './members.ts';
import { OneTimeLinks } from './one-time-links.ts';
import { Operators } from './operators.ts';
import { PasswordResets } from './password-resets.ts';
import { Passwords } from './passwords.ts';
import { People } from './people.ts';
import { Sessions } from './sessions.ts';
import { SignIn } from './sign-in.ts';
import { Teams } from './teams.ts';

/** Everything about people and teams. */
export interface Accounts {
  readonly people: People;
  readonly sessions: Sessions;
  readonly signIn: SignIn;
  readonly teams: Teams;
  readonly members: Members;
  readonly invitations: Invitations;
  readonly passwordResets: PasswordResets;
  readonly operators: Operators;
}

export function createAccounts(core: Core): Accounts {
  const people = new People(core);
  const sessions = new Sessions(core);
  const passwords = new Passwords();
  const teams = new Teams(core);
  const members = new Members(core, teams);
  const links = new OneTimeLinks(core);
  const delivery = new LinkDelivery(core, links, createMailer(core.settings));
  const parts = { people, sessions, passwords, teams, members, links, delivery };
  return {
    people,
    sessions,
    signIn: new SignIn(core, parts),
    teams,
    members,
    invitations: new Invitations(core, parts),
    passwordResets: new PasswordResets(core, parts),
    operators: new Operators(core, parts),
  };
}
