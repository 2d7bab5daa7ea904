// A card to which files are given, dropped or chosen, and which shows the report that Python sends to them.

/** @import { Model, View } from "./anywidget.d.ts" */
/** @import { Files, Report, Sent } from "./contract.d.ts" */
import { changeCard, make, makeCard, newId, watchKernel } from "./common.js";
import { takeDrops } from "./drops.js";

const UNREADABLE =
  "A file could not be read. A folder cannot be dropped here: open it, and drop its files. " +
  "A file that was changed must be chosen again.";

/**
 * @typedef {object} Words
 * @property {string} heading What the card is called.
 * @property {string} help
 * @property {string} files What stands before the field for files.
 * @property {string} report What the report is called.
 */

/** @template {{ reply: Report }} Kind */
export class ReportCard {
  /**
   * @param {Model<Kind>} model
   * @param {Words} words
   * @param {Record<string, unknown>} [attributes] More attributes of the field for files.
   */
  constructor(model, words, attributes = {}) {
    this.model = model;
    this.words = words;
    this.status = make("p", { className: "ml-waiting", role: "status" });
    this.watch = watchKernel(this.status);
    this.result = make("div", { className: "ml-report" });
    this.help = make("p", { className: "ml-help", id: newId(), textContent: words.help });
    this.field = make("input", {
      type: "file",
      multiple: true,
      "aria-describedby": this.help.id,
      onchange: () => this.takeFiles(this.field.files),
      ...attributes,
    });
  }

  /**
   * @param {HTMLElement} place
   * @param {...HTMLElement} controls What stands below the field for files.
   */
  draw(place, ...controls) {
    const { heading, files, report } = this.words;
    const card = make(
      "section",
      { className: "ml-panel", "aria-label": heading },
      make("h2", { textContent: heading }),
      make("label", { className: "ml-files" }, files, this.field),
      this.help,
      ...controls,
      this.status,
      make("div", { role: "region", "aria-label": report, tabIndex: 0 }, this.result),
    );
    takeDrops(card, (dropped) => this.takeFiles(dropped));
    this.result.innerHTML = this.model.get("reply").result;
    makeCard(place, "ml-form");
    place.append(card);
  }

  /**
   * Says why files are not taken, or nothing.
   *
   * @param {File[]} _files
   */
  refusal(_files) {
    return "";
  }

  /** @param {FileList | null | undefined} list */
  async takeFiles(list) {
    const files = [...(list ?? [])];
    if (!files.length) return;
    this.status.textContent = this.refusal(files);
    if (this.status.textContent) return;
    this.status.textContent = `Reading ${files.length === 1 ? "1 file" : `${files.length} files`} …`;
    try {
      const contents = await Promise.all(files.map((file) => file.arrayBuffer()));
      this.send({ names: files.map((file) => file.name) }, contents);
    } catch {
      this.status.textContent = UNREADABLE;
    }
    // Otherwise a file that was mended and is chosen again would count as no change.
    this.field.value = "";
  }

  /**
   * @param {Files | Sent} sent
   * @param {ArrayBuffer[]} contents
   */
  send(sent, contents) {
    this.model.send(sent, undefined, contents);
    this.watch.start();
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

/**
 * Shows a card in a view, and each report that comes.
 *
 * @template {{ reply: Report }} Kind
 * @param {View<Kind>} view
 * @param {ReportCard<Kind>} card
 */
export function showReports({ model }, card) {
  const show = () => card.show();
  model.on("change:reply", show);
  return () => {
    card.watch.stop();
    model.off("change:reply", show);
  };
}
