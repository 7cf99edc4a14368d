// What becomes of a copy once it is made: fetched by its link, or not in time; then deleted.
#include "base/log.hpp"
#include "base/time.hpp"
#include "base/token_text.hpp"
#include "rights/copies/rows.hpp"

namespace probity::copies {
namespace {

using records::Context;
using records::Draft;
using store::Condition;

constexpr std::size_t kLongestSlug = 100;

std::unexpected<Error> unknown_link() {
  return fail(ErrorKind::not_found, "unknown_link", "This link leads nowhere: it was cut off, it was used, or its time is over. Ask for a new copy.");
}

bool is_slug(std::string_view text) {
  return !text.empty() && text.size() <= kLongestSlug && std::ranges::all_of(text, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_'; });
}

}  // namespace

Timestamp Copies::end_of(const Entry& entry) const { return entry.state == "fetching" ? entry.fetched_at + parts_.fetch_lasts : entry.expires_at; }
bool Copies::is_over(const Entry& entry) const { return !entry.waits() || end_of(entry) <= now(); }

Result<Entry> Copies::held_by(std::string_view token) {
  const auto dot = token.find('.');
  if (dot == token.npos || !is_slug(token.substr(0, dot))) return unknown_link();
  const auto read = read_token_text("", token.substr(dot + 1));
  if (!read) return unknown_link();
  const privacy::Access access = program_in(token.substr(0, dot));
  const auto context = parts_.sources.records.enter(access);
  if (!context) return context.error().kind == ErrorKind::not_found ? unknown_link() : std::unexpected(context.error());
  const Context copies = at_copies(*context);
  std::optional<Entry> found;
  PROBITY_TRY(context->database->read([&](store::Reader& reader) -> Result<> {
    PROBITY_TRY(reader.one(copies.tables->all, "_id", cell(read->id), [&](const Row& row) {
      auto entry = entry_in(copies, row);
      const bool right = equal_in_constant_time(entry.link_hash, hex(bytes_of(read->hash)));
      if (right && row.null(meta::kDeletedAt)) found = std::move(entry);
      return false;
    }));
    return {};
  }));
  if (!found || is_over(*found)) return unknown_link();
  return std::move(*found);
}

Result<Found> Copies::find(std::string_view token) {
  PROBITY_ASSIGN(Entry entry, held_by(token));
  // What broke off is taken up by who began it; a page to begin at is for nobody any more.
  if (entry.state == "fetching") return unknown_link();
  return Found{.workspace = std::move(entry.workspace), .id = entry.id, .state = std::move(entry.state), .size = entry.size, .expires_at = entry.expires_at};
}

Result<Fetched> Copies::fetch(std::string_view token, std::int64_t offset) {
  const std::lock_guard lock(fetching_);
  PROBITY_ASSIGN(const Entry entry, held_by(token));
  if (entry.state == "making") return fail(ErrorKind::conflict, "not_ready", "This copy is still being made. Try again in a minute.");
  const bool takes_up = entry.state == "fetching";
  if (takes_up && offset == 0) return unknown_link();
  const Fetched fetched{.file = path_of(entry.workspace, entry.id), .size = entry.size};
  std::error_code error;
  if (std::filesystem::file_size(fetched.file, error) != static_cast<std::uintmax_t>(entry.size) || error) return unknown_link();
  if (takes_up) return fetched;
  const privacy::Access access = program_in(entry.workspace);
  PROBITY_ASSIGN(const Context context, parts_.sources.records.enter(access));
  PROBITY_TRY(settle(context, entry.id, "fetching", [](Draft& draft) { set(draft, "fetched_at", now()); }));
  return fetched;
}

Result<std::optional<Timestamp>> Copies::ring(const std::string& workspace) {
  const privacy::Access access = program_in(workspace);
  PROBITY_ASSIGN(const Context context, parts_.sources.records.enter(access));
  const Context copies = at_copies(context);
  std::vector<Entry> over;
  std::optional<Timestamp> next;
  const store::Query query{.columns = copies.tables->all, .where = Condition::is_in("state", {cell("making"), cell("ready"), cell("fetching")}), .limit = INT_MAX};
  PROBITY_TRY(context.database->read([&](store::Reader& reader) {
    return reader.each(query, [&](const Row& row) {
      auto entry = entry_in(copies, row);
      if (is_over(entry)) {
        over.push_back(std::move(entry));
      } else {
        next = std::min(next.value_or(end_of(entry)), end_of(entry));
      }
      return true;
    });
  }));
  for (const Entry& entry : over) {
    remove_file(workspace, entry.id);
    PROBITY_TRY(settle(context, entry.id, entry.state == "fetching" ? "fetched" : "expired"));
  }
  return next;
}

Result<> Copies::destroy_of(std::string_view workspace, const Id& person) {
  const privacy::Access access = program_in(workspace);
  PROBITY_ASSIGN(const Context context, parts_.sources.records.enter(access));
  const Context copies = at_copies(context);
  const store::Query query{.columns = copies.catalog->columns(*copies.entity, {meta::kId}), .where = Condition::equals("person", cell(person)), .limit = INT_MAX};
  return context.database->read([&](store::Reader& reader) {
    return reader.each(query, [&](const Row& row) {
      remove_file(workspace, row.id(0));
      return true;
    });
  });
}

Result<std::int64_t> Copies::sweep() {
  std::int64_t removed = 0;
  std::error_code error;
  for (const auto& folder : std::filesystem::directory_iterator(parts_.folder, error)) {
    const std::string workspace = folder.path().filename().string();
    const privacy::Access access = program_in(workspace);
    const auto context = is_slug(workspace) ? parts_.sources.records.enter(access) : Result<Context>(unknown_link());
    if (!context && context.error().kind != ErrorKind::not_found) return std::unexpected(context.error());
    for (const auto& file : std::filesystem::directory_iterator(folder.path(), error)) {
      // One at work on it has touched it lately.
      const bool fresh = file.last_write_time(error) > std::filesystem::file_time_type::clock::now() - std::chrono::hours(1);
      const auto id = file.path().extension() == ".zip" ? Id::parse(file.path().stem().string()) : std::nullopt;
      bool wanted = fresh;
      if (context && id && !fresh) {
        const Context copies = at_copies(*context);
        PROBITY_TRY(context->database->read([&](store::Reader& reader) -> Result<> {
          PROBITY_TRY(reader.one(copies.tables->all, "_id", cell(*id), [&](const Row& row) {
            wanted = entry_in(copies, row).waits();
            return false;
          }));
          return {};
        }));
      }
      if (!wanted && std::filesystem::remove(file.path(), error)) ++removed;
    }
  }
  return removed;
}

}  // namespace probity::copies
