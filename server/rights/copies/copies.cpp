#include "rights/copies/copies.hpp"

#include "base/time.hpp"
#include "base/token_text.hpp"
#include "rights/copies/parts.hpp"
#include "rights/copies/rows.hpp"
#include "rights/copies/zip.hpp"

namespace probity::copies {
namespace {

using records::Context;
using records::Draft;
using store::Condition;

constexpr const char* kJob = "access_copy";
constexpr const char* kWatch = "access_copies_end";
/// More of one person at a time help nobody.
constexpr std::int64_t kMostWaiting = 5;
/// No letter or digit that is taken for another when read out.
constexpr std::string_view kPasswordLetters = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
constexpr std::size_t kPasswordLength = 20;
constexpr std::size_t kPasswordGroup = 5;

std::string seal_context(const Id& copy) { return "access copy " + copy.text(); }

std::string payload_of(const Context& context, const Id& copy, const Wish& wish, const std::string& sealed) {
  JsonBuffer buffer;
  JsonWriter writer(buffer);
  writer.StartObject();
  for (const auto& [name, value] : {std::pair<std::string_view, std::string>{"entity", context.entity->name}, {"person", wish.person.text()}, {"copy", copy.text()},
                                    {"kind", std::string(name_of(wish.kind))}, {"password", base64(sealed)}}) {
    key(writer, name);
    put(writer, value);
  }
  writer.EndObject();
  return std::string(text(buffer));
}

Result<> add_all(Zip& zip, const std::map<std::string, std::string>& files) {
  for (const auto& [name, bytes] : files) PROBITY_TRY(zip.add(name, bytes));
  return {};
}

}  // namespace

std::string Copies::make_password() {
  static_assert(kPasswordLetters.size() == 32);
  std::string password;
  for (const char byte : random_bytes(kPasswordLength)) {
    if (password.size() % (kPasswordGroup + 1) == kPasswordGroup) password += '-';
    password += kPasswordLetters[static_cast<unsigned char>(byte) % kPasswordLetters.size()];
  }
  return password;
}

Copies::Copies(Parts parts) : parts_(std::move(parts)) {
  parts_.jobs.handle(kJob, [this](jobs::Running& running) { return make(running); });
  parts_.jobs.watch(kWatch, {.ring = [this](const std::string& workspace) { return ring(workspace); }});
  listener_ = parts_.sources.records.changes().listen([&jobs = parts_.jobs](const records::Change& change) {
    if (change.entity == kCopy) jobs.look_again(change.workspace, kWatch);
  });
}

Copies::~Copies() { parts_.sources.records.changes().forget(listener_); }

std::filesystem::path Copies::path_of(std::string_view workspace, const Id& id) const { return parts_.folder / std::string(workspace) / (id.text() + ".zip"); }

Result<Started> Copies::start(const Context& context, const Wish& wish) {
  PROBITY_TRY(parts_.sources.records.cells(context, wish.person));
  if (context.entity->subject.kind != meta::Subject::Kind::self) return invalid("not_a_person", fmt::format("{} are no people: there is no copy of what is held about one.", context.entity->label_many), "entity");
  const Context copies = at_copies(context);
  std::int64_t waiting = 0;
  PROBITY_TRY(context.database->read([&](store::Reader& reader) -> Result<> {
    const Condition open = Condition::is_in("state", {cell("making"), cell("ready"), cell("fetching")});
    PROBITY_ASSIGN(waiting, reader.count(std::string(kCopy), Condition::all_of({Condition::equals("person", cell(wish.person)), open}), kMostWaiting));
    return {};
  }));
  if (waiting >= kMostWaiting) return fail(ErrorKind::too_many, "too_many_copies", fmt::format("{} copies for this person wait to be fetched already. Nothing was begun; use one of them, or wait until their links end.", kMostWaiting));
  Started started{.id = Id::make(), .password = make_password(), .url = {}, .expires_at = now() + parts_.link_lives};
  const std::string token = make_token_text("", started.id);
  started.url = fmt::format("{}/copies/{}.{}", parts_.public_url(), context.workspace->slug(), token);
  PROBITY_TRY(parts_.sources.records.create_by(copies, {.id = started.id, .allow_duplicate = true}, [&](store::Reader&, Draft& draft) -> Result<> {
    set(draft, "person", cell(wish.person));
    set(draft, "kind", cell(name_of(wish.kind)));
    set(draft, "state", cell("making"));
    set(draft, "link_hash", cell(hex(bytes_of(sha256(token)))));
    set(draft, "expires_at", started.expires_at);
    if (!wish.request.is_nil()) set(draft, "request", cell(wish.request.text()));
    return {};
  }));
  const std::string sealed = seal(parts_.secret, started.password, seal_context(started.id));
  PROBITY_TRY(parts_.jobs.enqueue(context.workspace->slug(), kJob, payload_of(context, started.id, wish, sealed), context.access.actor));
  return started;
}

Result<> Copies::settle(const Context& context, const Id& id, std::string_view state, const std::function<void(Draft&)>& more) {
  PROBITY_TRY(parts_.sources.records.alter(at_copies(context), id, records::Verb::update, {}, [&](store::Reader&, Draft& draft) -> Result<> {
    set(draft, "state", cell(state));
    if (more) more(draft);
    return {};
  }));
  return {};
}

/// The link and the password were told when it began: whoever has them waits for this.
Result<std::string> Copies::make(jobs::Running& running) {
  PROBITY_ASSIGN(JsonDocument payload, parse_json(running.job().payload));
  const Id copy = Id::parse(view(payload["copy"])).value_or(Id{});
  const Wish wish{.person = Id::parse(view(payload["person"])).value_or(Id{}), .kind = kind_named(view(payload["kind"])).value_or(Kind::access), .request = {}};
  PROBITY_ASSIGN(const std::string password, unseal(parts_.secret, decode_base64(view(payload["password"])).value_or(std::string()), seal_context(copy)));
  const privacy::Access access = program_in(running.workspace());
  PROBITY_ASSIGN(const Context context, parts_.sources.records.enter(access, view(payload["entity"])));
  const auto path = path_of(running.workspace(), copy);
  auto written = write(context, wish, path, password);
  if (!written && written.error().kind == ErrorKind::unavailable) return std::unexpected(written.error());
  const auto settled = written ? settle(context, copy, "ready",
                                        [&](Draft& draft) {
                                          set(draft, "records", written->records);
                                          set(draft, "files", written->files);
                                          set(draft, "size", written->size);
                                        })
                               : settle(context, copy, "failed", [&](Draft& draft) { set(draft, "note", cell(written.error().message)); });
  // Somebody erased the person meanwhile, and this row with them.
  if (!settled) remove_file(running.workspace(), copy);
  payload["password"].SetString("");
  PROBITY_TRY(running.remember(to_json_text(payload)));
  PROBITY_TRY(written);
  PROBITY_TRY(settled);
  return fmt::format("{{\"records\":{},\"files\":{}}}", written->records, written->files);
}

Result<Written> Copies::write(const Context& context, const Wish& wish, const std::filesystem::path& file, const std::string& password) {
  PROBITY_ASSIGN(const Portrait portrait, gather(parts_.sources, context, wish.person, wish.kind));
  std::error_code error;
  if (file.has_parent_path()) std::filesystem::create_directories(file.parent_path(), error);
  const std::filesystem::path unfinished = file.string() + ".unfinished";
  const auto fill = [&]() -> Result<Written> {
    PROBITY_ASSIGN(Zip zip, Zip::create(unfinished, password));
    if (wish.kind == Kind::access) PROBITY_TRY(zip.add("index.html", page(portrait)));
    PROBITY_TRY(zip.add("data.json", data_json(portrait)));
    PROBITY_TRY(zip.add("data.schema.json", data_schema(portrait)));
    PROBITY_TRY(add_all(zip, tables(portrait)));
    PROBITY_ASSIGN(const std::string cards, card(parts_.sources.records, context, portrait));
    if (!cards.empty()) PROBITY_TRY(zip.add("contact.vcf", cards));
    PROBITY_ASSIGN(const auto dates, calendars(parts_.sources.records, context, portrait));
    PROBITY_TRY(add_all(zip, dates));
    Written written{.records = static_cast<std::int64_t>(portrait.items.size())};
    for (const Item& item : portrait.items) {
      for (const Attached& attached : item.files) {
        const auto content = parts_.files.content(portrait.workspace, attached.id);
        // One that was replaced long ago is not held any more.
        if (!content && !attached.is_current) continue;
        PROBITY_TRY(content);
        PROBITY_TRY(zip.add_file(attached.path, *content));
        ++written.files;
      }
    }
    PROBITY_TRY(zip.finish());
    return written;
  };
  auto written = fill();
  if (written) {
    written->size = static_cast<std::int64_t>(std::filesystem::file_size(unfinished, error));
    std::filesystem::rename(unfinished, file, error);
    if (error) written = fail(ErrorKind::unavailable, "cannot_write", fmt::format("{} cannot be written. Nothing is left of it.", file.filename().string()));
  }
  if (!written) std::filesystem::remove(unfinished, error);
  return written;
}

Result<Written> Copies::write_file(const Context& context, const Wish& wish, const std::filesystem::path& file, const std::string& password) {
  PROBITY_TRY(parts_.sources.records.cells(context, wish.person));
  if (context.entity->subject.kind != meta::Subject::Kind::self) return invalid("not_a_person", fmt::format("{} are no people: there is no copy of what is held about one.", context.entity->label_many), "entity");
  PROBITY_ASSIGN(const Written written, write(context, wish, file, password));
  PROBITY_TRY(parts_.sources.records.create_by(at_copies(context), {.allow_duplicate = true}, [&](store::Reader&, Draft& draft) -> Result<> {
    set(draft, "person", cell(wish.person));
    set(draft, "kind", cell(name_of(wish.kind)));
    set(draft, "state", cell("fetched"));
    set(draft, "fetched_at", now());
    set(draft, "records", written.records);
    set(draft, "files", written.files);
    set(draft, "size", written.size);
    return {};
  }));
  return written;
}

void Copies::remove_file(std::string_view workspace, const Id& id) const {
  std::error_code error;
  std::filesystem::remove(path_of(workspace, id), error);
}

}  // namespace probity::copies
