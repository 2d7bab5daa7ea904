// In a live lesson: before anything runs, look whether Python can be fetched, as a run that cannot begin would wipe what
// is stored and say nothing. And let one lesson compute at a time, as each takes up to 1 GB of memory.
import { whatIsMissing } from "./reach.js";

const ROOT = new URL("../", document.baseURI).href;
const RUNS = /^(notebook|runmenu|kernelmenu|toolbar-button|docmanager):.*(run|restart)/;
let canRun = false;

const box = document.createElement("div");
box.setAttribute("role", "alert");
box.style.cssText =
  "position:fixed;z-index:10000;left:50%;bottom:1rem;transform:translateX(-50%);max-width:min(40rem,94vw);box-sizing:border-box;padding:0.75rem 1rem;background:#fff;color:#1a1a1a;border:2px solid #1a1a1a;border-radius:6px;font:1rem/1.5 system-ui,sans-serif";
box.hidden = true;
document.body.append(box);

/** @param {string} sentence */
function say(sentence) {
  const close = document.createElement("button");
  close.textContent = "Close";
  close.style.cssText = "display:block;margin-top:0.5rem;font:inherit;padding:0.4rem 0.8rem";
  close.onclick = () => {
    box.hidden = true;
  };
  box.replaceChildren(sentence, close);
  box.hidden = false;
}

async function mayRun() {
  if (canRun) return true;
  const missing = await whatIsMissing(ROOT);
  canRun = !missing;
  if (missing) say(`Nothing was run, and what is stored stays. ${missing} Once that is mended, load this page again.`);
  return canRun;
}

/** End the Python of every other lesson, and give this one its own again where it has none. */
async function beTheOnlyOne(app) {
  const { sessionContext, context } = app.shell.currentWidget ?? {};
  const own = sessionContext ?? context?.sessionContext;
  if (!own) return;
  const asleep = [];
  for (const session of [...app.serviceManager.sessions.running()]) {
    if (session.id === own.session?.id) continue;
    asleep.push(session.name.replace(/\.ipynb$/, ""));
    await app.serviceManager.sessions.shutdown(session.id);
  }
  if (own.hasNoKernel) await own.changeKernel({ name: "python" });
  if (asleep.length) {
    say(`One lesson computes at a time here. Asleep now, to spare memory: ${asleep.join(", ")}. The button at the top of a lesson wakes it.`);
  }
}

// A Python that is put to sleep before it was awake makes JupyterLite break a promise for which nobody waits.
addEventListener("unhandledrejection", (event) => {
  if (/ was disposed$/.test(String(event.reason))) event.preventDefault();
});

function guard(app) {
  const execute = app.commands.execute.bind(app.commands);
  app.commands.execute = async (/** @type {string} */ name, /** @type {object} */ given) => {
    if (RUNS.test(name)) {
      if (!(await mayRun())) return undefined;
      await beTheOnlyOne(app);
    }
    return execute(name, given);
  };
  whatIsMissing(ROOT).then((missing) => {
    if (missing) say(`This lesson can be read, but not brought to life. ${missing}`);
  });
}

/** Keep the lesson in the address, from which JupyterLite takes it: so it can be loaded again, and handed on. */
function keepAddress(app) {
  const keep = () => {
    const path = app.shell.currentWidget?.context?.path;
    if (!path) return;
    const address = new URL(location.href);
    address.searchParams.set("path", path);
    history.replaceState(history.state, "", address);
  };
  app.shell.currentChanged.connect(keep);
  keep();
}

const wait = setInterval(() => {
  if (!window.jupyterapp?.commands) return;
  clearInterval(wait);
  guard(window.jupyterapp);
  keepAddress(window.jupyterapp);
}, 100);
