// Takes files that are dropped or chosen, sends them to Python to be checked, and shows the report that comes.

/** @import { Model, View } from "./anywidget.d.ts" */
/** @import { CheckModel } from "./contract.d.ts" */
import { ReportCard, showReports } from "./report.js";

/** @param {number} bytes */
const megabytes = (bytes) => `${(bytes / 1e6).toFixed(1).replace(".0", "")} MB`;

/** @extends {ReportCard<CheckModel>} */
class CheckCard extends ReportCard {
  /** @param {Model<CheckModel>} model */
  constructor(model) {
    const limit = model.get("limit");
    const help =
      `Several at once are fine, together at most ${megabytes(limit)}. ` +
      "Your files are only read. A table that is not among them is taken from the kit.";
    const files = "Choose your CSV files, or drop them on this card:";
    super(model, { heading: "Check your tables", help, files, report: "Result" }, { accept: ".csv,text/csv" });
    this.limit = limit;
  }

  /**
   * @override
   * @param {File[]} files
   */
  refusal(files) {
    const size = files.reduce((sum, file) => sum + file.size, 0);
    if (size <= this.limit) return "";
    return (
      `These files have ${megabytes(size)}. Allowed: together at most ${megabytes(this.limit)}. ` +
      "Choose fewer files, or check the folder with the command modality-lab check."
    );
  }
}

/** @param {View<CheckModel>} view */
function render(view) {
  const card = new CheckCard(view.model);
  card.draw(view.el);
  return showReports(view, card);
}

export default { render };
