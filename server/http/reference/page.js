// Shows /api/v1/openapi.json as a list of operations. Everything is set as text, never as markup.
const element = (name, text, properties = {}) => Object.assign(document.createElement(name), { textContent: text ?? "" }, properties);

const resolve = (document_, value) =>
  value?.$ref ? value.$ref.slice(2).split("/").reduce((part, name) => part?.[name], document_) : value;

function parameterTable(document_, parameters) {
  const table = element("table");
  for (const reference of parameters) {
    const parameter = resolve(document_, reference);
    const row = table.insertRow();
    row.append(element("td"), element("td", parameter.in), element("td", parameter.description));
    row.cells[0].append(element("code", parameter.name));
  }
  return table;
}

function bodyOf(document_, content) {
  const [type, { schema } = {}] = Object.entries(content ?? {})[0] ?? [];
  if (!type) return undefined;
  const parts = document.createDocumentFragment();
  parts.append(element("div", type), element("pre", JSON.stringify(resolve(document_, schema), null, 2)));
  return parts;
}

function operationOf(document_, path, method, operation, shared) {
  const details = element("details");
  const summary = element("summary");
  summary.append(element("span", method.toUpperCase(), { className: "method" }), element("code", path), element("span", operation.summary, { className: "words" }));
  details.append(summary);
  details.dataset.text = `${method} ${path} ${operation.summary ?? ""}`.toLowerCase();
  // Filled when it is opened: hundreds of schemas are not laid out for nobody.
  details.addEventListener("toggle", () => {
    const parameters = [...shared, ...(operation.parameters ?? [])];
    if (parameters.length) details.append(parameterTable(document_, parameters));
    const body = bodyOf(document_, resolve(document_, operation.requestBody)?.content);
    if (body) details.append(element("strong", "Body"), body);
    for (const [status, reference] of Object.entries(operation.responses ?? {})) {
      const response = resolve(document_, reference);
      details.append(element("strong", `${status} `), element("span", response.description));
      const content = bodyOf(document_, response.content);
      if (content) details.append(content);
    }
  }, { once: true });
  return details;
}

function show(document_) {
  const main = document.getElementById("operations");
  const sections = new Map();
  for (const [path, { parameters = [], ...operations }] of Object.entries(document_.paths)) {
    for (const [method, operation] of Object.entries(operations)) {
      const tag = operation.tags?.[0] ?? "other";
      if (!sections.has(tag)) {
        sections.set(tag, element("section"));
        sections.get(tag).append(element("h2", tag.replaceAll("_", " ")));
      }
      sections.get(tag).append(operationOf(document_, path, method, operation, parameters));
    }
  }
  main.replaceChildren(...sections.values());
  document.getElementById("find").addEventListener("input", ({ target }) => {
    const wanted = target.value.trim().toLowerCase();
    for (const section of sections.values()) {
      const all = [...section.querySelectorAll("details")];
      for (const one of all) one.hidden = !one.dataset.text.includes(wanted);
      section.hidden = all.every((one) => one.hidden);
    }
  });
}

try {
  const response = await fetch("/api/v1/openapi.json");
  if (!response.ok) throw new Error(String(response.status));
  show(await response.json());
} catch {
  document.getElementById("operations").replaceChildren(element("p", "The description could not be loaded. Is the server still running? Load the page again."));
}
