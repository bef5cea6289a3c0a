import { show } from '../ui/page.tsx';
import { Console } from './console.tsx';

show(<Console />);
