import { Screen } from '../frame/screen.tsx';

export function MembersScreen() {
  return <Screen title="MembersScreen">{null}</Screen>;
}

export function ProgramTeamScreen() {
  return <Screen title="ProgramTeamScreen">{null}</Screen>;
}
