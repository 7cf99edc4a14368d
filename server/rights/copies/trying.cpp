// Whether a copy could be made now.
#include "base/json.hpp"
#include "rights/copies/open_zip.hpp"
#include "rights/copies/rows.hpp"

namespace probity::copies {
namespace {

using records::Context;
using store::Condition;

Result<std::optional<Id>> newest_of(const Context& people) {
  std::optional<Id> newest;
  const store::Query query{.columns = people.catalog->columns(*people.entity, {meta::kId}), .where = Condition::is_null("_deleted_at"), .order = store::Order{.column = "_id", .descending = true}, .limit = 1};
  PROBITY_TRY(people.database->read([&](store::Reader& reader) {
    return reader.each(query, [&](const Row& row) {
      newest = row.id(0);
      return false;
    });
  }));
  return newest;
}

/// What somebody who opens it would miss.
std::string trouble_with(const std::map<std::string, std::string>& entries, const Written& written) {
  if (entries.empty()) return "A copy for a person was made and cannot be opened again.";
  const auto data = entries.find("data.json");
  const auto page = entries.find("index.html");
  if (page == entries.end() || page->second.empty()) return "A copy for a person has no page to read.";
  const auto read = data == entries.end() ? Result<JsonDocument>(invalid("missing", "")) : parse_json(data->second);
  if (!read || static_cast<std::int64_t>((*read)["records"].Size()) != written.records) return "The data in a copy for a person cannot be read again.";
  const auto files = std::ranges::count_if(entries, [](const auto& entry) { return entry.first.starts_with("files/"); });
  return files == written.files ? std::string() : "A copy for a person lacks some of their files.";
}

}  // namespace

Result<std::string> Copies::try_out(std::string_view workspace, std::int64_t& made) {
  const privacy::Access access = program_in(workspace);
  PROBITY_ASSIGN(const Context context, parts_.sources.records.enter(access));
  for (const auto& entity : context.model().entities()) {
    const bool here = entity->system == (workspace == records::kSystemWorkspace);
    if (!here || entity->subject.kind != meta::Subject::Kind::self) continue;
    const Context people = records::by_program(context, *entity);
    PROBITY_ASSIGN(const std::optional<Id> person, newest_of(people));
    if (!person) continue;
    const auto file = path_of(workspace, Id::make());
    const std::string password = make_password();
    const auto written = write(people, {.person = *person, .kind = Kind::access, .request = {}}, file, password);
    std::string trouble = written ? trouble_with(open_zip(file, password), *written) : fmt::format("A copy for a person ({}) cannot be made: {}", entity->label_one, written.error().message);
    std::error_code error;
    std::filesystem::remove(file, error);
    ++made;
    if (!trouble.empty()) return trouble;
  }
  return std::string();
}

}  // namespace probity::copies
