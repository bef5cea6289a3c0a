import { show } from '../ui/page.tsx';
import { Simulator } from './simulator.tsx';

show(<Simulator />);
