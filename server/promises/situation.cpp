#include "promises/situation.hpp"

#include "accounts/accounts.hpp"
#include "base/text.hpp"

namespace probity::promises {
namespace {

constexpr int kPage = 500;

/// Slugs of what the level answers for.
Result<std::vector<std::string>> places(const Situation& situation) {
  if (!situation.of_operator()) return std::vector<std::string>{situation.level};
  PROBITY_ASSIGN(auto slugs, situation.facts.workspaces());
  slugs.insert(slugs.begin(), std::string(records::kSystemWorkspace));
  return slugs;
}

}  // namespace

const std::string& Situation::parameter(std::string_view name) const {
  static const std::string kNone;
  const auto found = with.find(std::string(name));
  return found == with.end() ? kNone : found->second;
}

std::vector<std::string> Situation::list(std::string_view name) const { return listed(parameter(name)); }

std::vector<std::string> listed(std::string_view text) {
  std::vector<std::string> values;
  for (const std::string_view value : split(text, ',')) {
    if (!is_blank(value)) values.emplace_back(trim(value));
  }
  return values;
}

Result<> each_workspace(const Situation& situation, const std::function<Result<>(const records::Context&)>& visit) {
  PROBITY_ASSIGN(const auto slugs, places(situation));
  for (const std::string& slug : slugs) {
    const privacy::Access access = accounts::program_access(slug, "promises");
    PROBITY_ASSIGN(const records::Context context, situation.records.enter(access));
    PROBITY_TRY(visit(context));
  }
  return {};
}

Result<> each_place(const Situation& situation, std::string_view entity, const std::function<Result<>(const records::Context&)>& visit) {
  return each_workspace(situation, [&](const records::Context& context) -> Result<> {
    const meta::Entity* found = context.model().find(entity);
    return found ? visit(records::by_program(context, *found)) : Result<>{};
  });
}

Result<bool> is_there(const Situation& situation, std::string_view entity) {
  bool found = false;
  PROBITY_TRY(each_place(situation, entity, [&](const records::Context&) -> Result<> {
    found = true;
    return {};
  }));
  return found;
}

Result<std::int64_t> count(const Situation& situation, std::string_view entity, const std::function<store::Condition(const records::Context&)>& where) {
  std::int64_t rows = 0;
  PROBITY_TRY(each_place(situation, entity, [&](const records::Context& context) {
    return context.database->read([&](store::Reader& reader) -> Result<> {
      PROBITY_ASSIGN(const std::int64_t here, reader.count(context.entity->name, where(context)));
      rows += here;
      return {};
    });
  }));
  return rows;
}

std::string text_of(const records::Context& context, const Row& row, std::string_view field) {
  const meta::Field* found = context.entity->field(field);
  return found && !row.null(found->first_column) ? std::string(row.text(found->first_column)) : std::string();
}

std::int64_t integer_of(const records::Context& context, const Row& row, std::string_view field) {
  const meta::Field* found = context.entity->field(field);
  return found && !row.null(found->first_column) ? row.integer(found->first_column) : 0;
}

Result<> each_row(const records::Context& context, const store::Condition& where, const std::function<bool(const Row&)>& visit) {
  store::Query query{.columns = context.tables->all, .where = where, .order = store::Order{.column = "_id"}, .limit = kPage};
  for (bool more = true; more;) {
    int rows = 0;
    PROBITY_TRY(context.database->read([&](store::Reader& reader) {
      return reader.each(query, [&](const Row& row) {
        ++rows;
        query.after = store::Position{row.cell(meta::kId), row.cell(meta::kId)};
        more = visit(row);
        return more;
      });
    }));
    more = more && rows == kPage;
  }
  return {};
}

}  // namespace probity::promises
