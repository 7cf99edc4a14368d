#include "records/shares.hpp"

namespace probity::records {
namespace {

using store::Condition;

template <typename Test>
bool any_grantee(const privacy::Access& access, Test test) {
  if (test(access.actor)) return true;
  return access.teams && std::ranges::any_of(access.teams->teams, test);
}

/// Shares that are in force.
Condition live_shares(Condition which) { return Condition::related_to("_id", std::string(kShareEntity), "record", Condition::all_of({Condition::is_null("_deleted_at"), std::move(which)})); }

}  // namespace

Result<SharesPointer> Shares::load(const meta::Model& model, store::Database& database) {
  auto shares = std::make_shared<Shares>();
  const meta::Entity* entity = model.find(kShareEntity);
  if (!entity) return shares;
  const auto column = [&](std::string_view field) { return entity->columns[static_cast<std::size_t>(entity->field(field)->first_column)].name; };
  store::Query query{.columns = store::Projection::make(entity->name, {column("record"), column("entity"), column("level"), column("member"), column("team")}),
                     .where = Condition::is_null("_deleted_at"), .order = {}, .limit = INT_MAX};
  PROBITY_TRY(database.read([&](store::Reader& reader) {
    return reader.each(query, [&](const Row& row) {
      shares->add(row);
      return true;
    });
  }));
  return shares;
}

void Shares::add(const Row& row) {
  enum Column { kRecord, kEntity, kLevel, kMember, kTeam };
  const Id record = row.id(kRecord);
  const std::string entity(row.text(kEntity));
  if (row.text(kLevel) == kPrivate) {
    private_.insert(record);
    entities_with_private_.insert(entity);
    return;
  }
  const Id to = row.id(row.null(kMember) ? kTeam : kMember);
  if (to.is_nil()) return;
  given_[record].push_back({to, row.text(kLevel) == kSharedForWriting});
  entities_for_[to].insert(entity);
}

bool Shares::reaches(const privacy::Access& access, const Id& record, bool for_writing) const {
  if (given_.empty()) return false;
  const auto found = given_.find(record);
  if (found == given_.end()) return false;
  return std::ranges::any_of(found->second, [&](const Given& given) {
    const bool to_actor = given.to == access.actor || (access.teams && access.teams->teams.contains(given.to));
    return to_actor && (given.for_writing || !for_writing);
  });
}

bool Shares::any_for(const privacy::Access& access, const meta::Entity& entity) const {
  if (entities_for_.empty()) return false;
  return any_grantee(access, [&](const Id& one) {
    const auto found = entities_for_.find(one);
    return found != entities_for_.end() && found->second.contains(entity.name);
  });
}

store::Condition Shares::shared_with(const privacy::Access& access) {
  const Condition readable = Condition::not_of(Condition::equals("level", cell(kPrivate)));
  std::vector<Condition> to{Condition::equals("member", cell(access.actor))};
  std::vector<Cell> teams;
  if (access.teams) {
    for (const Id& team : access.teams->teams) teams.push_back(cell(team));
  }
  if (!teams.empty()) to.push_back(Condition::is_in("team", std::move(teams)));
  return live_shares(Condition::all_of({readable, Condition::any_of(std::move(to))}));
}

store::Condition Shares::kept_private() { return live_shares(Condition::equals("level", cell(kPrivate))); }

}  // namespace probity::records
