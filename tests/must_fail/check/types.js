// A script that puts a word where a number belongs.

/** @type {number} */
export const minutes = "sixty";
