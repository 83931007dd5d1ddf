// A table that sorts by its headings and filters by text. Every value is set as text, never as markup.

/** An element with a class and children; a string becomes a text node. */
export function element(tag, className = "", ...children) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  node.append(...children);
  return node;
}

const STEP = 50;

/**
 * Builds the tools and the table into `section`.
 *
 * columns: [{ title, value(row), show?(row) => Node[], className?, descending? }]; `value` is what is sorted and
 * searched. chips(rows) may give [{ label, test(row) }].
 */
export function mountTable(section, { columns, rows, noun, empty, chips = [], start }) {
  if (rows.length === 0) {
    section.append(element("div", "frame", element("p", "empty", empty)));
    return;
  }
  const state = { text: "", chip: null, sort: start.column, down: start.descending, shown: STEP };
  const searched = new Map(
    rows.map((row) => [
      row,
      columns
        .map((c) => String(c.value(row)))
        .join("\n")
        .toLowerCase(),
    ]),
  );

  const input = element("input");
  input.type = "search";
  input.placeholder = `Filter ${noun}s`;
  input.setAttribute("aria-label", `Filter ${noun}s`);
  input.autocomplete = "off";
  const told = element("output");
  const tools = element("div", "tools", input, told);
  const body = element("tbody");
  const headings = columns.map((column, index) => heading(column, index));
  const table = element("table", "", element("thead", "", element("tr", "", ...headings)), body);
  table.setAttribute("aria-label", `Table of ${noun}s`);
  const none = element("p", "empty", "Nothing fits the filter.");
  const more = element("button", "more");
  more.type = "button";
  section.append(tools, element("div", "frame", table, none, more));
  if (chips.length > 1) tools.append(chipRow());

  input.addEventListener("input", () => change({ text: input.value.trim().toLowerCase() }));
  more.addEventListener("click", () => change({ shown: state.shown + 200 }, false));
  draw();

  function change(next, fromTop = true) {
    Object.assign(state, fromTop ? { shown: STEP } : {}, next);
    draw();
  }

  function heading(column, index) {
    const button = element("button", "", column.title);
    button.type = "button";
    button.addEventListener("click", () =>
      change({ sort: index, down: state.sort === index ? !state.down : Boolean(column.descending) }),
    );
    const cell = element("th", "", button);
    cell.scope = "col";
    return cell;
  }

  function chipRow() {
    const buttons = chips.map((chip) => {
      const button = element(
        "button",
        "",
        `${chip.label} `,
        element("b", "", String(rows.filter(chip.test).length)),
      );
      button.type = "button";
      button.setAttribute("aria-pressed", "false");
      button.addEventListener("click", () => {
        const chosen = state.chip === chip ? null : chip;
        for (const other of buttons)
          other.setAttribute("aria-pressed", String(chosen !== null && other === button));
        change({ chip: chosen });
      });
      return button;
    });
    return element("div", "chips", ...buttons);
  }

  function draw() {
    const fitting = rows.filter(
      (row) => searched.get(row).includes(state.text) && (state.chip?.test(row) ?? true),
    );
    const { value } = columns[state.sort];
    fitting.sort((a, b) => compare(value(a), value(b)) * (state.down ? -1 : 1));
    body.replaceChildren(...fitting.slice(0, state.shown).map(line));
    headings.forEach((cell, index) =>
      cell.setAttribute("aria-sort", index !== state.sort ? "none" : state.down ? "descending" : "ascending"),
    );
    told.value =
      fitting.length === rows.length
        ? plural(rows.length, noun)
        : `${fitting.length} of ${plural(rows.length, noun)}`;
    none.hidden = fitting.length > 0;
    const left = fitting.length - state.shown;
    more.hidden = left <= 0;
    more.textContent = `Show more (${left} left)`;
  }

  function line(row) {
    return element(
      "tr",
      "",
      ...columns.map((column) => {
        const shown = column.show ? column.show(row) : [String(column.value(row))].filter(Boolean);
        const cell = element("td", column.className ?? "", ...shown);
        cell.dataset.title = column.title;
        return cell;
      }),
    );
  }
}

/** Numbers by size, everything else as people sort words. */
function compare(a, b) {
  if (typeof a === "number" && typeof b === "number") return a - b;
  return String(a).localeCompare(String(b), undefined, { numeric: true, sensitivity: "base" });
}

/** `1 pair`, `250 pairs`. */
export function plural(count, noun) {
  return `${count.toLocaleString("en-US")} ${noun}${count === 1 ? "" : "s"}`;
}
