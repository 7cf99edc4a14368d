// A stand-in for the server, in memory: enough of the contract to build pages against.
//   node mock/server.mjs [port]     serves dist/ and /api; the setup page is printed.
import { createReadStream, existsSync } from "node:fs";
import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import { entities, fieldTypes } from "./model.mjs";

const dist = fileURLToPath(new URL("../dist/", import.meta.url));
const port = Number(process.argv[2] ?? 8080);
const secret = "mock";
const state = {
  session: null,
  workspace: null,
  records: new Map(entities.map((entity) => [entity.plural, []])),
  uploads: new Map(),
  imports: new Map(),
  jobs: new Map(),
  streams: new Set(),
  history: [],
};
let counter = 0;
const newId = () => `0190a000-0000-7000-8000-${String(++counter).padStart(12, "0")}`;
const me = { id: newId(), name: "", email: "" };
const now = () => new Date().toISOString();
const problem = (status, code, detail, more = {}) => ({
  status,
  body: { type: "about:blank", title: detail, status, code, detail, ...more },
});
const entityOf = (either) => entities.find((entity) => entity.plural === either || entity.name === either);
const fold = (value) =>
  JSON.stringify(value ?? "")
    .normalize("NFD")
    .replace(/[\u0300-\u036f"]/g, "")
    .toLowerCase();
const find = (plural, id) => state.records.get(plural)?.find((record) => record.id === id);
const empty = (value) =>
  value === null || value === undefined || value === "" || (Array.isArray(value) && !value.length);

const display = (entity, record) =>
  entity.title
    .map((name) => record[name])
    .filter(Boolean)
    .join(" ")
    .slice(0, 90) ||
  record.email?.[0]?.value ||
  entity.label.one;
const normal = (entity, input) =>
  Object.fromEntries(
    Object.entries(input).map(([name, value]) => {
      const { type } = entity.fields.find((field) => field.name === name) ?? {};
      const list = typeof value === "string" ? [{ value, primary: true }] : value;
      if (type === "email") return [name, list];
      if (type === "phone")
        return [
          name,
          list?.map((one) => ({
            ...one,
            typed: one.typed ?? one.value,
            value: `+${one.value.replace(/\D/g, "")}`,
            valid: one.value.replace(/\D/g, "").length > 6,
          })) ?? null,
        ];
      return [name, value];
    }),
  );
const check = (entity, input, whole) => {
  const errors = [];
  for (const name of Object.keys(input)) {
    const field = entity.fields.find((one) => one.name === name);
    if (!field) errors.push({ field: name, code: "unknown_field", detail: `There is no field ${name}.` });
    else if (field.type === "url" && input[name] && !/^https?:\/\//.test(input[name]))
      errors.push({ field: name, code: "invalid", detail: "A web address begins with https:// or http://." });
  }
  for (const field of entity.fields)
    if (field.required && (whole || field.name in input) && empty(input[field.name]))
      errors.push({ field: field.name, code: "required", detail: `${field.label} is needed.` });
  return errors.length ? problem(422, "invalid", errors[0].detail, { errors }) : undefined;
};
const announce = (entity, id, operation) => {
  for (const stream of state.streams)
    stream.write(`event: change\ndata: ${JSON.stringify({ entity: entity.name, id, operation })}\n\n`);
};
const log = (entity, record, operation, changes = {}) => {
  state.history.push({ id: newId(), at: now(), actor: me, operation, origin: "api", changes, of: record.id });
  announce(entity, record.id, operation);
};
function create(entity, input, origin) {
  const record = {
    id: newId(),
    version: 1,
    created_at: now(),
    updated_at: now(),
    created_by: me.id,
    updated_by: me.id,
    ...Object.fromEntries(entity.fields.map(({ name }) => [name, null])),
    ...normal(entity, input),
  };
  record.display = display(entity, record);
  state.records.get(entity.plural).unshift(record);
  if (origin !== "import")
    log(
      entity,
      record,
      "create",
      Object.fromEntries(
        Object.entries(input).map(([name, to]) => [name, { from: null, to: normal(entity, input)[name] ?? to }]),
      ),
    );
  return record;
}
const candidates = (entity, input) =>
  state.records
    .get(entity.plural)
    .filter((record) => !record.deleted_at)
    .flatMap((record) => {
      const emails = (value) => (Array.isArray(value) ? value : []).map((one) => one.value?.toLowerCase());
      if (emails(input.email).some((email) => email && emails(record.email).includes(email)))
        return [{ id: record.id, display: record.display, reason: "same email" }];
      const same =
        entity.title.every((name) => input[name] && fold(input[name]) === fold(record[name])) &&
        (entity.name === "company" || input.company === record.company);
      return same ? [{ id: record.id, display: record.display, reason: "same name" }] : [];
    });
const expandOne = (to, id) => {
  const other = to && find(entityOf(to).plural, id);
  return other ? { id, entity: to, display: other.display } : null;
};
const expand = (entity, record, names) => ({
  ...record,
  expanded: Object.fromEntries(
    (names ?? "")
      .split(",")
      .filter(Boolean)
      .map((name) => {
        const { to } = entity.fields.find((field) => field.name === name) ?? {};
        const value = record[name];
        return [
          name,
          Array.isArray(value)
            ? value.map((id) => expandOne(to, id)).filter(Boolean)
            : value
              ? expandOne(to, value)
              : null,
        ];
      }),
  ),
});
const compare = {
  eq: (a, b) => fold(a) === fold(b) || a?.amount === b,
  ne: (a, b) => fold(a) !== fold(b),
  contains: (a, b) => fold(a).includes(fold(b)),
  starts_with: (a, b) => fold(a).startsWith(fold(b)),
  empty,
  not_empty: (a) => !empty(a),
  gt: (a, b) => (a?.amount ?? a) > b,
  lt: (a, b) => !empty(a) && (a?.amount ?? a) < b,
  gte: (a, b) => (a?.amount ?? a) >= b,
  lte: (a, b) => !empty(a) && (a?.amount ?? a) <= b,
};
const holds = (filter, record) =>
  filter.all
    ? filter.all.every((one) => holds(one, record))
    : filter.any
      ? filter.any.some((one) => holds(one, record))
      : filter.not
        ? !holds(filter.not, record)
        : compare[filter.op]?.(record[filter.field], filter.value);

function list(entity, query) {
  const bin = query.get("bin") === "true",
    filter = JSON.parse(query.get("filter") ?? "null"),
    q = query.get("q"),
    sort = query.get("sort");
  let found = state.records
    .get(entity.plural)
    .filter(
      (record) =>
        Boolean(record.deleted_at) === bin &&
        (!filter || holds(filter, record)) &&
        (!q || fold(record).includes(fold(q))),
    );
  if (sort)
    found = [...found].sort(
      (a, b) =>
        fold(a[sort.replace("-", "")]).localeCompare(fold(b[sort.replace("-", "")])) * (sort.startsWith("-") ? -1 : 1),
    );
  const from = Number(query.get("cursor") ?? 0),
    limit = Number(query.get("limit") ?? 50);
  return {
    items: found.slice(from, from + limit).map((record) => expand(entity, record, query.get("expand"))),
    next: from + limit < found.length ? String(from + limit) : null,
    ...(query.get("count") ? { count: found.length } : {}),
  };
}
function parseCsv(text) {
  const rows = [[]];
  let cell = "",
    quoted = false;
  for (let at = 0; at < text.length; at++) {
    const c = text[at];
    if (quoted) {
      if (c === '"') {
        if (text[at + 1] === '"') {
          cell += c;
          at++;
        } else quoted = false;
      } else cell += c;
    } else if (c === '"') quoted = true;
    else if (c === ",") {
      rows.at(-1).push(cell);
      cell = "";
    } else if (c === "\n") {
      rows.at(-1).push(cell.replace(/\r$/, ""));
      cell = "";
      rows.push([]);
    } else cell += c;
  }
  if (cell) rows.at(-1).push(cell);
  return rows.filter((row) => row.length > 1);
}
const guesses = { organisation: "company", "contact form": null };
const toRecord = (entity, found, row) => {
  const record = {},
    rest = [];
  found.columns.forEach(({ name, field }, at) => {
    const value = row[at]?.trim();
    if (!value) return;
    const type = entity.fields.find((one) => one.name === field)?.type;
    if (!field) rest.push(`${name}: ${value}`);
    else
      record[field] =
        type === "email" || type === "phone"
          ? [{ value, primary: true }]
          : type === "address"
            ? { street: value }
            : value;
  });
  if (rest.length && found.unmapped === "note") record.imported = rest.join("\n");
  return record;
};
function run(found, entity, rows) {
  const step = () => {
    for (let n = 0; n < 60 && found.progress.done < rows.length; n++) {
      const record = toRecord(entity, found, rows[found.progress.done++]);
      for (const field of entity.fields)
        if (field.type === "link" && record[field.name]) {
          const target = entityOf(field.to);
          record[field.name] = (
            state.records.get(target.plural).find((one) => one.name === record[field.name]) ??
            create(target, { name: record[field.name] }, "import")
          ).id;
        }
      found.made.push(create(entity, record, "import"));
      found.progress.created++;
    }
    if (found.state === "running" && found.progress.done < rows.length) setTimeout(step, 120);
    else if (found.state === "running") {
      found.state = "done";
      announce(entity, "", "import");
    }
  };
  step();
}

const visible = ({ rows, made, ...found }) => found;
const session = () => ({
  member: me,
  workspaces: [{ slug: "acme", name: state.workspace.name, role: "owner" }],
  csrf: "token",
});
const signedIn = { status: 201, headers: { "Set-Cookie": "probity_session=1; HttpOnly; SameSite=Lax; Path=/" } };

function sample() {
  const firsts = ["Ada", "Grace", "Zoë", "Linus", "Margaret", "Björn", "Chinua", "Mei", "Noor", "Søren"],
    lasts = [
      "Lovelace",
      "Hopper",
      "Kravitz",
      "Ångström",
      "Hamilton",
      "Achebe",
      "Tanaka",
      "Okafor",
      "García Márquez",
      "O’Neill",
    ];
  const firms = [
    "Northwind Traders",
    "Müller & Söhne",
    "Atelier Lumière",
    "Okta Fjord Shipping",
    "Blue Heron Clinic",
  ].map((name, n) =>
    create(entityOf("company"), {
      name,
      website: `https://example.org/${n}`,
      employees: 12 * (n + 1),
      revenue: { amount: 125000.5 * (n + 1), currency: state.workspace.currency },
      industries: ["services"],
    }),
  );
  const people = Array.from({ length: 240 }, (_, n) =>
    create(entityOf("contact"), {
      first_name: firsts[n % 10],
      last_name: lasts[(n * 7 + Math.floor(n / 10)) % 10],
      job_title: ["Head of sales", "Engineer", "Office manager", null][n % 4],
      company: firms[n % 5].id,
      email: n % 3 ? [{ value: `person${n}@example.org`, label: "work", primary: true }] : null,
      phone: [{ value: `+49 30 555${String(n).padStart(4, "0")}`, label: "mobile", primary: true }],
      status: ["new", "active", "former"][n % 3],
      tags: n % 6 ? null : ["newsletter"],
      owner: me.id,
    }),
  );
  const first = people.at(-1);
  create(entityOf("note"), {
    text: "Met at the trade fair in Leipzig.\nWants an offer for twelve seats before the end of the quarter.",
    contacts: [first.id],
  });
  create(entityOf("call"), {
    subject: "Asked about the renewal",
    at: "2026-11-20T09:30:00Z",
    duration: 900,
    contacts: [first.id],
  });
  create(entityOf("task"), { title: "Send the offer", due: "2026-11-25T08:00:00Z", contacts: [first.id] });
  create(entityOf("deal"), {
    name: "Twelve seats",
    amount: { amount: 5400, currency: state.workspace.currency },
    company: first.company,
    contacts: [first.id],
    stage: "open",
    expected_close: "2026-12-15",
  });
}

const routes = [
  ["GET", "setup", () => ({ body: { needed: !state.workspace } })],
  [
    "POST",
    "setup",
    ({ body }) => {
      if (body.secret !== secret)
        return problem(403, "wrong_secret", "This setup link is not the one the server printed.");
      const missing = ["name", "email", "workspace_name"].find((name) => !body[name]);
      if (missing)
        return problem(422, "invalid", "Please fill in what is marked.", {
          errors: [{ field: missing, detail: "This is needed." }],
        });
      Object.assign(me, { name: body.name, email: body.email });
      state.workspace = {
        slug: "acme",
        name: body.workspace_name,
        country: body.country,
        currency: body.currency,
        time_zone: body.time_zone,
      };
      state.records.get("members").push({ ...me, version: 1, created_at: now(), updated_at: now(), display: me.name });
      state.session = body.password;
      state.password = body.password;
      if (body.start === "sample") sample();
      return { ...signedIn, body: session() };
    },
  ],
  ["GET", "session", () => (state.session ? { body: session() } : problem(401, "sign_in_required", "Please sign in."))],
  [
    "POST",
    "session",
    ({ body }) => {
      if (body.email !== me.email || body.password !== state.password)
        return problem(401, "wrong_credentials", "The email or the password is wrong.");
      state.session = true;
      return { ...signedIn, body: session() };
    },
  ],
  [
    "DELETE",
    "session",
    () => {
      state.session = null;
      return { status: 204 };
    },
  ],
  [
    "GET",
    "meta",
    () => ({ body: { workspace: state.workspace, entities, field_types: fieldTypes, categories: [], purposes: [] } }),
  ],
  [
    "GET",
    "search",
    ({ query }) => ({
      body: {
        items: entities
          .flatMap((entity) =>
            state.records
              .get(entity.plural)
              .filter((record) => !record.deleted_at && fold(record).includes(fold(query.get("q"))))
              .map(({ id, display: title, job_title, phone }) => ({
                entity: entity.name,
                id,
                display: title,
                subtitle: job_title ?? phone?.[0]?.typed ?? "",
              })),
          )
          .slice(0, Number(query.get("limit") ?? 20)),
      },
    }),
  ],
  [
    "POST",
    "uploads",
    ({ request }) => {
      const id = newId();
      state.uploads.set(id, { size: Number(request.headers["upload-length"]), bytes: Buffer.alloc(0) });
      return { status: 201, headers: { Location: `/api/v1/uploads/${id}` } };
    },
  ],
  [
    "HEAD",
    "uploads/:id",
    ({ id }) =>
      state.uploads.has(id)
        ? { headers: { "Upload-Offset": state.uploads.get(id).bytes.length } }
        : problem(404, "not_found", "No such upload."),
  ],
  [
    "PATCH",
    "uploads/:id",
    ({ id, raw }) => {
      const upload = state.uploads.get(id);
      upload.bytes = Buffer.concat([upload.bytes, raw]);
      return { status: 204, headers: { "Upload-Offset": upload.bytes.length } };
    },
  ],
  [
    "POST",
    "imports",
    ({ body }) => {
      const [head, ...rows] = parseCsv(state.uploads.get(body.upload).bytes.toString());
      const entity = entityOf(body.entity);
      const columns = head.map((name, at) => {
        const plain = name.toLowerCase().trim();
        const field =
          entity.fields.find(({ label, name: id }) => label.toLowerCase() === plain || id === plain)?.name ??
          guesses[plain] ??
          (plain.includes("address") ? "address" : null);
        return {
          name,
          samples: rows.slice(0, 3).map((row) => row[at] ?? ""),
          field: entity.fields.some((one) => one.name === field) ? field : null,
          confidence: field ? 0.9 : 0,
        };
      });
      const made = {
        id: newId(),
        state: "mapping",
        entity: body.entity,
        format: "csv",
        detected: { encoding: "UTF-8", delimiter: ",", rows_estimate: rows.length },
        columns,
        mode: "create",
        key: null,
        unmapped: "note",
        progress: { done: 0, total: rows.length, created: 0, updated: 0, skipped: 0, failed: 0 },
        possible_duplicates: 0,
        rows,
        made: [],
      };
      state.imports.set(made.id, made);
      return { status: 201, body: visible(made) };
    },
  ],
  ["GET", "imports/:id", ({ id }) => ({ body: visible(state.imports.get(id)) })],
  [
    "PATCH",
    "imports/:id",
    ({ id, body }) => {
      const found = state.imports.get(id);
      const columns = body.columns
        ? found.columns.map((column, at) => ({ ...column, field: body.columns[at].field }))
        : found.columns;
      Object.assign(found, body, { columns });
      return { body: visible(found) };
    },
  ],
  [
    "GET",
    "imports/:id/preview",
    ({ id }) => {
      const found = state.imports.get(id);
      return {
        body: {
          rows: found.rows
            .slice(0, 10)
            .map((row) => ({ record: toRecord(entityOf(found.entity), found, row), errors: [] })),
        },
      };
    },
  ],
  [
    "POST",
    "imports/:id/start",
    ({ id }) => {
      const found = state.imports.get(id);
      found.state = "running";
      run(found, entityOf(found.entity), found.rows);
      return { status: 202, body: visible(found) };
    },
  ],
  [
    "DELETE",
    "imports/:id",
    ({ id }) => {
      state.imports.get(id).state = "cancelled";
      return { status: 204 };
    },
  ],
  [
    "POST",
    "imports/:id/undo",
    ({ id }) => {
      for (const record of state.imports.get(id).made) record.deleted_at = now();
      const job = { id: newId(), kind: "undo", state: "done", done: 1, total: 1, failed: 0 };
      state.jobs.set(job.id, job);
      return { status: 202, body: job };
    },
  ],
  ["GET", "jobs/:id", ({ id }) => ({ body: state.jobs.get(id) })],
  ["GET", ":entity", ({ entity, query }) => ({ body: list(entity, query) })],
  [
    "POST",
    ":entity",
    ({ entity, body, query }) => {
      const wrong = check(entity, body, true);
      if (wrong) return wrong;
      const like = entity.duplicates && query.get("allow_duplicate") !== "true" ? candidates(entity, body) : [];
      if (like.length)
        return problem(409, "duplicate", "A record like this one is already here. Nothing was stored.", {
          candidates: like,
        });
      return { status: 201, body: create(entity, body) };
    },
  ],
  ["POST", ":entity/duplicates", ({ entity, body }) => ({ body: { candidates: candidates(entity, body) } })],
  ["GET", ":entity/:id", ({ entity, record, query }) => ({ body: expand(entity, record, query.get("expand")) })],
  [
    "PATCH",
    ":entity/:id",
    ({ entity, record, body, request }) => {
      const wrong = check(entity, body, false);
      if (wrong) return wrong;
      if (request.headers["if-match"] && request.headers["if-match"] !== `"${record.version}"`)
        return problem(412, "version_conflict", "Somebody else changed this record meanwhile.", {
          mine: body,
          theirs: record,
          original: record.before,
        });
      const changes = Object.fromEntries(
        Object.entries(normal(entity, body)).map(([name, to]) => [name, { from: record[name], to }]),
      );
      const before = { ...record, before: undefined };
      Object.assign(record, normal(entity, body), { version: record.version + 1, updated_at: now(), before });
      record.display = display(entity, record);
      log(entity, record, "update", changes);
      return { body: { ...record, before: undefined } };
    },
  ],
  [
    "DELETE",
    ":entity/:id",
    ({ entity, record, query }) => {
      if (query.get("purge") === "true")
        state.records.set(
          entity.plural,
          state.records.get(entity.plural).filter((one) => one !== record),
        );
      else record.deleted_at = now();
      log(entity, record, "delete");
      return { status: 204 };
    },
  ],
  [
    "POST",
    ":entity/:id/restore",
    ({ entity, record }) => {
      delete record.deleted_at;
      log(entity, record, "restore");
      return { body: record };
    },
  ],
  [
    "POST",
    ":entity/:id/undo",
    ({ entity, record }) => {
      const last = state.history.filter((one) => one.of === record.id && one.operation === "update").at(-1);
      if (!last) return problem(409, "nothing_to_undo", "There is no change of yours to undo.");
      for (const [name, { from }] of Object.entries(last.changes)) record[name] = from;
      record.version++;
      record.display = display(entity, record);
      log(
        entity,
        record,
        "undo",
        Object.fromEntries(Object.entries(last.changes).map(([name, { from, to }]) => [name, { from: to, to: from }])),
      );
      return { body: { undone: { entity: entity.name, id: record.id, operation: "update", display: record.display } } };
    },
  ],
  [
    "GET",
    ":entity/:id/history",
    ({ record }) => ({ body: { items: state.history.filter((one) => one.of === record.id).reverse(), next: null } }),
  ],
  [
    "GET",
    ":entity/:id/timeline",
    ({ entity, record }) => ({
      body: {
        items: entities
          .filter((other) => other.timeline)
          .flatMap((other) =>
            state.records
              .get(other.plural)
              .filter(
                (one) =>
                  !one.deleted_at &&
                  other.fields.some(
                    (field) => field.to === entity.name && [one[field.name]].flat().includes(record.id),
                  ),
              )
              .map((one) => ({
                entity: other.name,
                id: one.id,
                at: one[other.timeline] ?? one.created_at,
                display: one.display,
                record: one,
              })),
          )
          .sort((a, b) => b.at.localeCompare(a.at)),
        next: null,
      },
    }),
  ],
];

function match(method, path) {
  const parts = path.split("/");
  for (const [verb, pattern, handler] of routes) {
    const names = pattern.split("/");
    if (verb !== method || names.length !== parts.length) continue;
    const found = {};
    if (names.every((name, at) => (name.startsWith(":") ? (found[name.slice(1)] = parts[at]) : name === parts[at])))
      return { handler, found };
  }
}
const types = {
  js: "text/javascript",
  css: "text/css",
  svg: "image/svg+xml",
  html: "text/html",
  woff2: "font/woff2",
  json: "application/json",
};
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const listening = createServer(async (request, response) => {
  const url = new URL(request.url, "http://mock");
  if (!url.pathname.startsWith("/api/")) {
    const wanted = `${dist}${url.pathname}`;
    const file =
      url.pathname.includes(".") && !url.pathname.includes("..") && existsSync(wanted) ? wanted : `${dist}index.html`;
    response.writeHead(200, {
      "Content-Type": types[file.split(".").pop()] ?? "application/octet-stream",
      "Content-Security-Policy": policy,
    });
    return createReadStream(file).pipe(response);
  }
  const path = url.pathname.slice("/api/v1/".length);
  if (path === "events") {
    response.writeHead(200, { "Content-Type": "text/event-stream" });
    response.write(":\n\n");
    state.streams.add(response);
    return request.on("close", () => state.streams.delete(response));
  }
  const raw = Buffer.concat(await request.toArray());
  const json = request.headers["content-type"]?.includes("json") && raw.length ? JSON.parse(raw.toString()) : undefined;
  const open = path === "setup" || path === "session";
  const { handler, found } = match(request.method, path) ?? {};
  let answer;
  if (!handler) answer = problem(404, "not_found", "There is nothing at this address.");
  else if (!open && (!state.session || !request.headers.cookie))
    answer = problem(401, "sign_in_required", "Your session has ended. Please sign in again.");
  else if (!open && request.headers["probity-workspace"] !== "acme")
    answer = problem(404, "not_found", "There is no such workspace.");
  else if (!open && !["GET", "HEAD"].includes(request.method) && request.headers["probity-csrf"] !== "token")
    answer = problem(403, "csrf", "The request did not come from the app.");
  else {
    const entity = found.entity && entityOf(found.entity);
    const record = entity && found.id && find(entity.plural, found.id);
    if (found.entity && (!entity || (found.id && !record)))
      answer = problem(404, "not_found", "This record does not exist.");
    else answer = handler({ request, query: url.searchParams, body: json, raw, id: found.id, entity, record });
  }
  const { status = 200, headers = {}, body } = answer;
  response.writeHead(status, {
    ...headers,
    "Content-Type": status >= 400 ? "application/problem+json" : "application/json",
  });
  response.end(body === undefined ? undefined : JSON.stringify(body));
}).listen(port, "127.0.0.1", () =>
  console.log(`http://127.0.0.1:${listening.address().port}/setup#secret=${secret}`),
);
