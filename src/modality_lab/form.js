// Draws the questions that Python sends, sends back the answers, and shows the result that comes.

function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name in element) element[name] = value;
    else element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

// JupyterLab leaves the keys of an element with this mark alone: arrows choose, "d d" deletes nothing.
const OWN_KEYS = { "data-lm-suppress-shortcuts": "true" };

const isNumber = (question) => !["one", "several"].includes(question.kind);

function render({ model, el }) {
  const form = `ml-${crypto.randomUUID?.() ?? Math.random()}`;
  const result = make("div");
  const status = make("p", { className: "ml-waiting", role: "status" });
  const spoken = make("p", { className: "ml-bar", role: "status" });
  const controls = make("form", { autocomplete: "off" });
  controls.addEventListener("submit", (event) => event.preventDefault());

  function send() {
    const answers = {};
    for (const question of model.get("questions")) {
      const fields = [...controls.querySelectorAll(`[data-question="${CSS.escape(question.question)}"]`)];
      if (isNumber(question)) {
        const [field] = fields;
        if (field.validity.badInput) answers[question.question] = "text that is not a number";
        else if (field.value !== "") answers[question.question] = Number(field.value);
      } else {
        const chosen = fields.filter((field) => field.checked && field.value !== "").map((field) => field.value);
        if (chosen.length) answers[question.question] = question.kind === "one" ? chosen[0] : chosen;
      }
    }
    request(answers);
  }

  function request(answers) {
    model.set("request", { number: model.get("request").number + 1, answers });
    model.save_changes();
    watch();
  }

  // A kernel that is busy or has stopped would leave an old result standing: say so.
  let timer;
  let downloading = false;
  function watch() {
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (downloading || model.get("reply").number < model.get("request").number) {
        status.textContent =
          "The kit has not answered for five seconds, so what stands below may be old. " +
          "Wait a moment; if this stays, choose Run > Restart Kernel and Run All Cells, or reload the page.";
      }
    }, 5000);
  }

  function choice(question, answer, label) {
    const field = make("input", {
      type: question.kind === "one" ? "radio" : "checkbox",
      name: `${form}-${question.question}`,
      value: answer,
      ...OWN_KEYS,
      "data-question": question.question,
    });
    return make("label", {}, field, label);
  }

  function control(question) {
    const group = make("fieldset", {}, make("legend", { textContent: question.label }));
    const help = `${form}-${question.question}-help`;
    if (question.help) {
      group.append(make("p", { className: "ml-help", id: help, textContent: question.help }));
      group.setAttribute("aria-describedby", help);
    }
    if (isNumber(question)) {
      const field = make("input", {
        type: "number",
        min: question.minimum,
        max: question.maximum,
        step: question.step,
        ...OWN_KEYS,
        "data-question": question.question,
        "aria-label": question.label,
      });
      group.append(make("label", { className: "ml-number" }, field, question.unit));
    } else {
      const choices = make("div", { className: "ml-choices" });
      for (const { answer, label } of question.answers) choices.append(choice(question, answer, label));
      if (question.kind === "one") choices.append(choice(question, "", "leave open"));
      group.append(choices);
    }
    return group;
  }

  function show() {
    const reply = model.get("reply");
    // A late reply to an earlier change must not undo what was chosen since.
    if (reply.number < model.get("request").number) return;
    fill(reply.answers);
    result.innerHTML = reply.result;
    spoken.textContent = reply.sentence;
    status.textContent = "";
  }

  function fill(answers) {
    for (const field of controls.querySelectorAll("[data-question]")) {
      const given = answers[field.dataset.question];
      if (field.type === "number") {
        if (document.activeElement !== field) field.value = given ?? "";
      } else if (field.type === "radio") {
        field.checked = (given ?? "") === field.value;
      } else {
        field.checked = [given ?? []].flat().includes(field.value);
      }
    }
  }

  function askForDownload() {
    downloading = true;
    model.send(form);
    watch();
  }

  function download({ view, page, name }) {
    if (view !== form) return;
    downloading = false;
    const address = URL.createObjectURL(new Blob([page], { type: "text/html" }));
    const link = make("a", { href: address, download: name });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(address), 10000);
  }

  controls.append(...model.get("questions").map(control));
  controls.addEventListener("input", send);
  const buttons = [
    make("button", { type: "button", textContent: "Reset", ...OWN_KEYS, onclick: () => request(model.get("start")) }),
  ];
  if (model.get("can_download")) {
    buttons.push(
      make("button", {
        type: "button",
        textContent: "Download the result",
        ...OWN_KEYS,
        onclick: askForDownload,
      }),
    );
  }
  controls.append(make("div", {}, ...buttons));
  const panel = make(
    "section",
    { className: "ml-panel", "aria-label": "Result", tabIndex: 0, ...OWN_KEYS },
    make("h2", { textContent: model.get("heading") }),
    status,
    result,
  );
  el.classList.add("ml-form");
  el.append(make("div", { className: "ml-columns" }, controls, panel), spoken);

  model.on("change:reply", show);
  model.on("msg:custom", download);
  show();
  return () => {
    clearTimeout(timer);
    model.off("change:reply", show);
    model.off("msg:custom", download);
  };
}

export default { render };
