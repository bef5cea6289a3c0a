import { useMessages } from '../../../ui/language.tsx';
import { messages } from '../../frame/frame.messages.ts';
import { Screen } from '../../frame/screen.tsx';

export function AccelerationScreen() {
  const { operator: texts } = useMessages(messages);
  return <Screen title={texts.acceleration}>{texts.title}</Screen>;
}
