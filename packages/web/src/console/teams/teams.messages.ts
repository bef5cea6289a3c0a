import { defineMessages } from '../../ui/language.tsx';

export const messages = defineMessages(
  {
    title: 'Teams',
    lead: 'A team has mini programs, and members who look after them.',
    create: 'New team',
    createLead: 'You become its owner. Others come in by invitation.',
    name: 'Team name',
    submit: 'Create team',
    empty: 'You are not in a team yet',
    emptyLead: 'Create one, or ask the owner of a team for an invitation.',
    since: (moment: string) => `Created ${moment}`,
    settings: {
      title: 'Team settings',
      id: 'Team ID',
      rename: 'Name',
      renamed: 'The team is renamed.',
      leave: 'Leave the team',
      leaveLead: 'You lose access to its mini programs. Only an owner can invite you again.',
      leaveQuestion: (name: string) => `Leave the team “${name}”?`,
      lastOwner:
        'You are the last owner. Make somebody else an owner under Members first: a team always has one.',
      notIn: 'You see this team as an operator; you are not a member.',
    },
  },
  {
    title: '团队',
    lead: '团队拥有小程序，并由成员共同管理。',
    create: '新建团队',
    createLead: '你将成为该团队的所有者，其他成员通过邀请加入。',
    name: '团队名称',
    submit: '创建团队',
    empty: '你还没有加入任何团队',
    emptyLead: '可以新建团队，或请其他团队的所有者邀请你加入。',
    since: (moment: string) => `创建于 ${moment}`,
    settings: {
      title: '团队设置',
      id: '团队 ID',
      rename: '名称',
      renamed: '团队名称已更新。',
      leave: '退出团队',
      leaveLead: '退出后将无法查看该团队的小程序，需由所有者重新邀请才能加入。',
      leaveQuestion: (name: string) => `确定退出团队“${name}”？`,
      lastOwner: '你是唯一的所有者。团队必须有所有者，请先在“成员管理”中将其他成员设为所有者。',
      notIn: '你以平台运营者身份查看该团队，并不是团队成员。',
    },
  },
);
