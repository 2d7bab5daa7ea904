// Draws the questions that Python sends, sends back the answers, and shows the result that comes.

const isNumber = (question) => !["one", "several"].includes(question.kind);

// A list of more answers than this is folded into one field.
const LONG_LIST = 12;

// Marks on the body, in the order in which they are painted; the drawing says what each looks like.
const PAINTED = ["chosen", "pressed", "felt", "caution"];

// Draws the body. Each area is a button: `names` maps its id to its name, `words` says what each mark means,
// `choose` is told which area was chosen.
function drawBody(drawing, names, words, choose) {
  const body = document.importNode(new DOMParser().parseFromString(drawing, "image/svg+xml").documentElement, true);
  body.classList.add("ml-body");
  body.setAttribute("role", "group");
  body.setAttribute("aria-label", "The body from the front and from the back. Arrow keys move, the space bar chooses.");
  body.querySelector("title").remove(); // A browser would show it wherever the mouse rests.
  const areas = [...body.querySelectorAll("[data-region]")].filter((area) => area.dataset.region in names);
  const outlines = new Map(areas.map((area) => [area, [...area.children]]));
  for (const [number, area] of areas.entries()) {
    area.setAttribute("role", "button");
    area.setAttribute("tabindex", number === 0 ? 0 : -1);
    for (const [name, value] of Object.entries(OWN_KEYS)) area.setAttribute(name, value);
    area.addEventListener("click", () => choose(area.dataset.region));
  }
  // The body is one stop of the Tab key: within it, arrows move from area to area.
  body.addEventListener("keydown", (event) => {
    const here = areas.indexOf(event.target);
    const steps = { ArrowDown: here + 1, ArrowRight: here + 1, ArrowUp: here - 1, ArrowLeft: here - 1, Home: 0, End: -1 };
    if (event.key in steps) areas.at(steps[event.key] % areas.length).focus();
    else if (event.key === " " || event.key === "Enter") choose(areas[here].dataset.region);
    else return;
    event.preventDefault();
  });
  body.addEventListener("focusin", (event) => {
    for (const area of areas) area.setAttribute("tabindex", area === event.target ? 0 : -1);
  });
  const legend = make("p", { className: "ml-legend" });
  // `marks` holds [area, view, mark] for what is shown beside what is chosen.
  function paint(chosen, marks) {
    body.querySelectorAll(".ml-mark").forEach((mark) => mark.remove());
    const used = new Set();
    for (const area of areas) {
      const { region, view } = area.dataset;
      const own = marks.filter((mark) => mark[0] === region && mark[1] === view).map((mark) => mark[2]);
      if (chosen.includes(region)) own.push("chosen");
      const shown = PAINTED.filter((mark) => own.includes(mark));
      for (const mark of shown) area.append(...outlines.get(area).map((path) => filled(body, mark, path)));
      for (const mark of shown) area.append(...places(area, mark).map((place) => sign(mark, place)));
      area.setAttribute("aria-pressed", chosen.includes(region));
      const said = shown.filter((mark) => mark !== "chosen").map((mark) => words[mark]);
      area.setAttribute("aria-label", [names[region], view, ...said].join(", "));
      area.dataset.marks = shown.join(" ");
      for (const mark of shown) used.add(mark);
    }
    legend.replaceChildren(...Object.keys(words).filter((mark) => used.has(mark)).map((mark) => sample(body, mark, words[mark])));
  }
  return { figure: make("div", {}, body, legend), paint };
}

// A small square that looks like an area with the mark, and what the mark means.
function sample(body, mark, meaning) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const square = document.createElementNS("http://www.w3.org/2000/svg", "path");
  for (const [name, value] of Object.entries({ viewBox: "-12 -12 24 24", width: 24, height: 24, "aria-hidden": true })) svg.setAttribute(name, value);
  square.setAttribute("d", "M-10,-10 L10,-10 L10,10 L-10,10 Z");
  svg.append(filled(body, mark, square), sign(mark, "0,0"));
  return make("span", {}, svg, meaning);
}

function filled(body, mark, path) {
  const copy = path.cloneNode();
  const look = body.querySelector(`#ml-body-${mark}`);
  for (const name of ["fill", "fill-opacity", "stroke", "stroke-width"]) {
    if (look.hasAttribute(name)) copy.setAttribute(name, look.getAttribute(name));
  }
  copy.classList.add("ml-mark");
  return copy;
}

const places = (area, mark) => (mark === "caution" ? area.dataset.cautionAt : area.dataset.at).split(" ");

function sign(mark, place) {
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  const [x, y] = place.split(",");
  for (const [name, value] of Object.entries({ href: `#ml-body-${mark}`, class: "ml-mark", x, y })) use.setAttribute(name, value);
  return use;
}

function render({ model, el }) {
  const form = newId();
  const result = make("div");
  const status = make("p", { className: "ml-waiting", role: "status" });
  const watch = watchKernel(status);
  const spoken = make("p", { className: "ml-bar", role: "status" });
  const controls = make("form", { autocomplete: "off" });
  const bodies = [];
  controls.addEventListener("submit", (event) => event.preventDefault());

  const isChosen = (field) => field.checked || field.tagName === "SELECT";
  const fieldsOf = (question) => [...controls.querySelectorAll(`[data-question="${CSS.escape(question.question)}"]`)];

  // `changed` is the id of the question that was just answered.
  function send(changed) {
    let answers = given();
    if (model.get("one_answer") && changed in answers) {
      answers = { [changed]: answers[changed] };
      fill(answers);
    }
    request(answers);
  }

  function given() {
    const answers = {};
    for (const question of model.get("questions")) {
      const fields = fieldsOf(question);
      if (isNumber(question)) {
        const [field] = fields;
        if (field.validity.badInput) answers[question.question] = "not a number";
        else if (field.value !== "") answers[question.question] = Number(field.value);
      } else {
        const chosen = fields.filter((field) => isChosen(field) && field.value !== "").map((field) => field.value);
        if (chosen.length) answers[question.question] = question.kind === "one" ? chosen[0] : chosen;
      }
    }
    return answers;
  }

  function request(answers) {
    watch.start();
    model.set("request", { number: model.get("request").number + 1, answers });
    model.save_changes();
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

  function choices(question, answers) {
    const list = make("div", { className: "ml-choices" });
    for (const { answer, label } of answers) list.append(choice(question, answer, label));
    if (question.kind === "one") list.append(choice(question, "", "leave open"));
    return list;
  }

  function longList(question) {
    const field = make("select", { ...OWN_KEYS, "data-question": question.question, "aria-label": question.label });
    field.append(make("option", { value: "", textContent: "leave open" }));
    for (const { answer, label } of question.answers) field.append(make("option", { value: answer, textContent: label }));
    return field;
  }

  // Answers of one group under its name, folded away, with the number that is ticked.
  function fold(name, list) {
    const count = make("span", { className: "ml-count" });
    const group = make("details", { className: "ml-fold" }, make("summary", { ...OWN_KEYS }, name, count), list);
    group.count = () => {
      const ticked = list.querySelectorAll("input:checked").length;
      count.textContent = ticked ? ` (${ticked} ticked)` : "";
    };
    return group;
  }

  function map(question) {
    const names = Object.fromEntries(question.answers.map(({ answer, label }) => [answer, label]));
    const { figure, paint } = drawBody(model.get("drawing"), names, model.get("mark_words"), (region) => {
      const fields = fieldsOf(question);
      const field = fields.find((field) => field.value === region) ?? fields[0];
      if (field.tagName === "SELECT") field.value = field.value === region ? "" : region;
      else field.checked = !field.checked;
      send(question.question);
      paintBodies();
    });
    bodies.push({ question, paint });
    return figure;
  }

  // What is chosen shows at once; what Python marks comes with its reply.
  function paintBodies() {
    for (const { question, paint } of bodies) {
      const chosen = fieldsOf(question).filter(isChosen).map((field) => field.value);
      paint(chosen, model.get("reply").marks ?? []);
    }
    for (const group of controls.querySelectorAll(".ml-fold")) group.count();
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
      if (question.answers_from === "regions") group.append(map(question));
      const groups = new Set(question.answers.map((answer) => answer.group));
      if (question.kind === "one" && question.answers.length > LONG_LIST) {
        group.append(longList(question));
      } else if (groups.size > 1) {
        for (const name of groups) {
          const answers = question.answers.filter((answer) => answer.group === name);
          group.append(fold(name, choices(question, answers)));
        }
        group.querySelector("details").open = true;
      } else {
        group.append(choices(question, question.answers));
      }
    }
    return group;
  }

  // A late reply to an earlier change must not undo what was chosen since.
  const isLate = () => model.get("reply").number < model.get("request").number;

  function show() {
    const reply = model.get("reply");
    if (isLate()) return;
    watch.stop();
    fill(reply.answers);
    result.innerHTML = reply.result;
    spoken.textContent = reply.sentence;
    status.textContent = "";
    if (downloadIsWanted) askForDownload();
  }

  function fill(answers) {
    for (const field of controls.querySelectorAll("[data-question]")) {
      const given = answers[field.dataset.question];
      if (field.tagName === "SELECT") {
        field.value = given ?? "";
      } else if (field.type === "number") {
        if (document.activeElement !== field) field.value = given ?? "";
      } else if (field.type === "radio") {
        field.checked = (given ?? "") === field.value;
      } else {
        field.checked = [given ?? []].flat().includes(field.value);
      }
    }
    paintBodies();
  }

  // Python makes the page of the last answers that it knows, so those on their way come first.
  let downloadIsWanted = false;
  function askForDownload() {
    watch.start();
    downloadIsWanted = isLate();
    if (!downloadIsWanted) model.send(form);
  }

  function download({ view, page, name }) {
    if (view !== form) return;
    watch.stop();
    const address = URL.createObjectURL(new Blob([page], { type: "text/html" }));
    const link = make("a", { href: address, download: name });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(address), 10000);
  }

  controls.append(...model.get("questions").map(control));
  controls.addEventListener("input", (event) => {
    send(event.target.dataset.question);
    paintBodies();
  });
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
    watch.stop();
    model.off("change:reply", show);
    model.off("msg:custom", download);
  };
}

export default { render };
