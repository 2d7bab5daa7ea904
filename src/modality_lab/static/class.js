// Takes what students have sent, as files or as pasted lines, and shows what the class has decided.

/** @import { Model, View } from "./anywidget.d.ts" */
/** @import { ClassModel, Sent } from "./contract.d.ts" */
import { changeCard, make, makeButton, makeCard, newId, watchKernel } from "./common.js";
import { takeDrops } from "./drops.js";

const HELP =
  "Drop the files that students sent anywhere on this card, or paste their lines. " +
  "Everything stays on this computer and is forgotten when the page is closed.";

class ClassCard {
  /** @param {Model<ClassModel>} model */
  constructor(model) {
    this.model = model;
    this.status = make("p", { className: "ml-waiting", role: "status" });
    this.watch = watchKernel(this.status);
    this.result = make("div", { className: "ml-report" });
    this.help = make("p", { className: "ml-help", id: newId(), textContent: HELP });
    this.files = make("input", {
      type: "file",
      multiple: true,
      "aria-describedby": this.help.id,
      onchange: () => this.takeFiles(this.files.files),
    });
    this.text = make("textarea", { rows: 4 });
  }

  /** @param {HTMLElement} place */
  draw(place) {
    const card = make(
      "section",
      { className: "ml-panel", "aria-label": "What the class thinks" },
      make("h2", { textContent: "What the class thinks" }),
      this.help,
      make("label", { className: "ml-files" }, "Files:", this.files),
      make("label", { className: "ml-reason" }, "Pasted lines:", this.text),
      makeButton("Add the pasted lines", () => this.send({ names: [], text: this.text.value, clear: false }, [])),
      makeButton("Begin anew", () => this.send({ names: [], text: "", clear: true }, [])),
      this.status,
      make("div", { role: "region", "aria-label": "What the class decided", tabIndex: 0 }, this.result),
    );
    takeDrops(card, (files) => this.takeFiles(files));
    this.result.innerHTML = this.model.get("reply").result;
    makeCard(place, "ml-form");
    place.append(card);
  }

  /** @param {FileList | null | undefined} list */
  async takeFiles(list) {
    const files = [...(list ?? [])];
    if (!files.length) return;
    try {
      const contents = await Promise.all(files.map((file) => file.arrayBuffer()));
      this.send({ names: files.map((file) => file.name), text: "", clear: false }, contents);
    } catch {
      this.status.textContent =
        "A file could not be read. A folder cannot be dropped here: open it, and drop its files.";
    }
    this.files.value = "";
  }

  /**
   * @param {Sent} sent
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
    this.text.value = "";
  }
}

/** @param {View<ClassModel>} view */
function render({ model, el }) {
  const card = new ClassCard(model);
  const show = () => card.show();
  card.draw(el);
  model.on("change:reply", show);
  return () => {
    card.watch.stop();
    model.off("change:reply", show);
  };
}

export default { render };
