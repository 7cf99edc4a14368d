#include "rights/governance/over_age.hpp"

#include "records/look_at_ages.hpp"
#include "rights/governance/versions.hpp"

namespace probity::governance {
namespace {

const char* column_of(privacy::Starts starts) {
  switch (starts) {
    case privacy::Starts::created: return "_created_at";
    case privacy::Starts::updated: return "_updated_at";
    case privacy::Starts::deleted: return "_deleted_at";
    default: return nullptr;
  }
}

Result<std::int64_t> count(records::Records& records, std::string_view level, const std::string& entity, const char* column, Timestamp before) {
  privacy::Access access;
  PROBITY_ASSIGN(const records::Context context, enter(records, level, {}, entity, access));
  std::int64_t rows = 0;
  PROBITY_TRY(context.database->read([&](store::Reader& reader) -> Result<> {
    PROBITY_ASSIGN(rows, reader.count(entity, store::Condition::compare_with(column, store::Comparison::less, Cell{before})));
    return {};
  }));
  return rows;
}

}  // namespace

std::optional<std::int64_t> over_age(records::Records& records, std::string_view level, const privacy::RetentionRule& rule, Timestamp at) {
  const char* column = column_of(rule.starts);
  if (!column || !rule.keep) return std::nullopt;
  const auto workspace = records.workspaces().find(level);
  if (!workspace || !(*workspace)->catalog()->model().find(rule.entity)) return std::nullopt;
  const auto rows = count(records, level, rule.entity, column, rule.keep->before(at));
  return rows ? std::optional(*rows) : std::nullopt;
}

std::optional<std::int64_t> under_age(records::Records& records, std::string_view level, const privacy::Policy& policy) {
  privacy::Access access;
  const auto context = enter(records, level, {}, "policy_version", access);
  if (!context) return std::nullopt;
  const auto people = records::count_under_age(*context, policy);
  return people ? *people : std::nullopt;
}

}  // namespace probity::governance
