// Whether Python and its packages can be fetched from here. Without them a live lesson cannot start.

/**
 * @param {string} root The address of the top of the site.
 * @returns {Promise<string>} A sentence on what is missing, or nothing when all is there.
 */
export async function whatIsMissing(root) {
  if (!window.isSecureContext) {
    return "This address begins with http:// and not with https://, so live lessons cannot start here. Ask whoever put the site online for the address that begins with https://.";
  }
  if (!navigator.onLine && !isHere(root)) {
    return "This computer is offline, so live lessons cannot start. The pages under Read that were opened before may still open.";
  }
  try {
    const files = await (await fetch(new URL("static/packages/needed.json", root), { cache: "no-cache" })).json();
    const addresses = files.map((/** @type {string} */ file) => new URL(file, new URL("static/packages/", root)));
    const answers = await Promise.all(addresses.map(isThere));
    const missing = addresses.filter((_, number) => !answers[number]);
    if (!missing.length) return "";
    const host = missing[0].host;
    const wanted = addresses.filter((address) => address.host === host);
    const what =
      missing.length === wanted.length
        ? "Python and its packages"
        : `${missing.length} of ${addresses.length} files of Python`;
    return `${what} cannot be fetched from ${host}, so live lessons cannot start. Ask whoever looks after the network to let ${host} through, or whoever put the site online to build it with everything inside (the guide to the browser-only site says how). Every lesson can be read meanwhile.`;
  } catch {
    return "The site does not answer, so live lessons cannot start. Is this computer online? Load this page again in a moment.";
  }
}

/** @param {string} root */
const isHere = (root) => ["localhost", "127.0.0.1"].includes(new URL(root).hostname);

/** @param {URL} address */
async function isThere(address) {
  try {
    const answer = await fetch(address, { method: "HEAD", signal: AbortSignal.timeout(20_000) });
    // The page with which a network asks for a password is no package.
    return answer.ok && !(answer.headers.get("content-type") ?? "").startsWith("text/html");
  } catch {
    return false;
  }
}
