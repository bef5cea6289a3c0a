import { createContext } from 'react';

/** Whether a dialog lies above everything inside: Escape and a click beside are for that one. */
export const CoveredContext = createContext(false);
