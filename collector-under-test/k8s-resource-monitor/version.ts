/** The version of the monitor. */
export const version = '1.0.0';
