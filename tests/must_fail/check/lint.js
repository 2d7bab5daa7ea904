// A script that compares loosely.
export const isZero = (minutes) => minutes == 0;
