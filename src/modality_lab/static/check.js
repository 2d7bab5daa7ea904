// Takes files that are dropped or chosen, sends them to Python to be checked, and shows the report that comes.

/** @import { Model, View } from "./anywidget.d.ts" */
/** @import { CheckModel, Files } from "./contract.d.ts" */
import { changeCard, make, makeCard, newId, watchKernel } from "./common.js";
import { takeDrops } from "./drops.js";

const UNREADABLE =
  "A file could not be read. A folder cannot be dropped here, and a file that was changed must be chosen again.";

/** @param {number} bytes */
const megabytes = (bytes) => `${(bytes / 1e6).toFixed(1).replace(".0", "")} MB`;

class CheckCard {
  /** @param {Model<CheckModel>} model */
  constructor(model) {
    this.model = model;
    this.limit = model.get("limit");
    this.status = make("p", { className: "ml-waiting", role: "status" });
    this.watch = watchKernel(this.status);
    this.result = make("div", { className: "ml-report" });
    this.help = make("p", { className: "ml-help", id: newId(), textContent: this.helpText() });
    this.field = make("input", {
      type: "file",
      multiple: true,
      accept: ".csv,text/csv",
      "aria-describedby": this.help.id,
      onchange: () => this.check(this.field.files),
    });
  }

  helpText() {
    return (
      `Several at once are fine, together at most ${megabytes(this.limit)}. ` +
      "Your files are only read. A table that is not among them is taken from the kit."
    );
  }

  /** @param {HTMLElement} place */
  draw(place) {
    const words = "Choose your CSV files, or drop them on this card:";
    const card = make(
      "section",
      { className: "ml-panel", "aria-label": "Check your tables" },
      make("h2", { textContent: "Check your tables" }),
      make("label", { className: "ml-files" }, words, this.field),
      this.help,
      this.status,
      make("div", { role: "region", "aria-label": "Result", tabIndex: 0 }, this.result),
    );
    takeDrops(card, (files) => this.check(files));
    this.result.innerHTML = this.model.get("reply").result;
    makeCard(place, "ml-form");
    place.append(card);
  }

  /** @param {FileList | null | undefined} list */
  async check(list) {
    const files = [...(list ?? [])];
    if (!files.length) return;
    const size = files.reduce((sum, file) => sum + file.size, 0);
    if (size > this.limit) {
      this.status.textContent = this.tooLarge(size);
      return;
    }
    this.status.textContent = `Checking ${files.length === 1 ? "1 file" : `${files.length} files`} …`;
    await this.send(files);
    // Otherwise a file that was mended and is chosen again would count as no change.
    this.field.value = "";
  }

  /** @param {number} size */
  tooLarge(size) {
    return (
      `These files have ${megabytes(size)}. Allowed: together at most ${megabytes(this.limit)}. ` +
      "Choose fewer files, or check the folder with the command modality-lab check."
    );
  }

  /** @param {File[]} files */
  async send(files) {
    try {
      const contents = await Promise.all(files.map((file) => file.arrayBuffer()));
      /** @type {Files} */
      const sent = { names: files.map((file) => file.name) };
      this.model.send(sent, undefined, contents);
      this.watch.start();
    } catch {
      this.status.textContent = UNREADABLE;
    }
  }

  show() {
    const { sentence, result } = this.model.get("reply");
    this.watch.stop();
    changeCard(this.result, () => {
      this.result.innerHTML = result;
    });
    this.status.textContent = sentence;
  }
}

/** @param {View<CheckModel>} view */
function render({ model, el }) {
  const card = new CheckCard(model);
  const show = () => card.show();
  card.draw(el);
  model.on("change:reply", show);
  return () => {
    card.watch.stop();
    model.off("change:reply", show);
  };
}

export default { render };
