import type { DiagnoseOptions } from '@minigate/network/diagnose';

/** The network in which servers are examined: the world as it is, where nothing else is said. */
export type Surroundings = Pick<DiagnoseOptions, 'resolve' | 'ca' | 'allowAddresses'>;
