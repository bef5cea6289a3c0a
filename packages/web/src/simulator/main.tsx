import { show } from '../ui/page.tsx';
import { beginSession, takeToken } from './feed/session.ts';
import { Simulator } from './simulator.tsx';

const token = takeToken(window);

show(<Simulator session={beginSession(token)} />);
