import { useMessages } from '../../../../ui/language.tsx';
import { messages } from '../../../frame/frame.messages.ts';
import { Screen } from '../../../frame/screen.tsx';
import type { ProgramScreenProps } from '../../program-screen.ts';

export function AccessTokensScreen({ program }: ProgramScreenProps) {
  const { program: texts } = useMessages(messages);
  return <Screen title={texts.accessTokens}>{program.name}</Screen>;
}
