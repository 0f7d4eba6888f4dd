// When what is shown was asked for, Unix milliseconds: "5 minutes ago" is counted from there. Cells read it from here, so
// that the columns of a table stay the same ones and their buttons keep the focus while figures are refreshed.
import { createContext } from 'react';

export const Now = createContext(0);
