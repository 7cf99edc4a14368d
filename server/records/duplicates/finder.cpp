#include "records/duplicates/finder.hpp"

#include "base/text.hpp"
#include "records/duplicates/finder_job.hpp"
#include "records/house.hpp"
#include "records/masked_row.hpp"
#include "records/record_json.hpp"
#include "store/tables.hpp"

namespace probity::records {
namespace {

/// Pairs that somebody called different, each as its two ids in order.
using Distinct = std::set<std::pair<Id, Id>>;

std::string distinct_prefix(const meta::Entity& entity) { return fmt::format("distinct.{}.", entity.name); }

std::string distinct_name(const meta::Entity& entity, const Id& left, const Id& right) {
  const auto [first, second] = std::minmax(left, right);
  return fmt::format("{}{}.{}", distinct_prefix(entity), first.text(), second.text());
}

Result<Distinct> read_distinct(store::Reader& reader, const meta::Entity& entity) {
  Distinct distinct;
  const std::string prefix = distinct_prefix(entity);
  const auto where = store::Condition::compare_with("name", store::Comparison::starts_with, cell(prefix));
  store::Query query{.columns = house().setting, .where = where, .order = {}, .tie_column = "name", .limit = INT_MAX};
  PROBITY_TRY(reader.each(query, [&](const Row& row) {
    const auto ids = split(row.text(0).substr(prefix.size()), '.');
    const auto first = ids.size() == 2 ? Id::parse(ids[0]) : std::nullopt;
    const auto second = ids.size() == 2 ? Id::parse(ids[1]) : std::nullopt;
    if (first && second) distinct.emplace(*first, *second);
    return true;
  }));
  return distinct;
}

struct Member {
  Id id;
  std::vector<Cell> cells;
  Traits traits;
};

/// A group as it stands now.
struct Alike {
  std::vector<Member> members;
  std::string reason;
};

class Duplicates {
 public:
  Duplicates(const Context& context, store::Reader& reader, const Distinct& distinct) : context_(context), reader_(reader), distinct_(distinct) {}

  /// The members that are still alike; fewer than two: nothing to show.
  Result<Alike> look_at(const LikeGroup& group) {
    std::vector<Member> found;
    for (const Id& id : group.ids) {
      PROBITY_TRY(reader_.one(context_.tables->all, "_id", cell(id), [&](const Row& row) {
        const bool seen = row.null(meta::kDeletedAt) && context_.sees(row);
        if (!seen) return false;
        Member& member = found.emplace_back(Member{id, shown_cells(context_, row), {}});
        member.traits = traits_of(context_, CellRow(member.cells));
        return false;
      }));
    }
    Alike shown;
    std::set<std::size_t> alike;
    for (std::size_t left = 0; left < found.size(); ++left) {
      for (std::size_t right = left + 1; right < found.size(); ++right) {
        const auto why = is_distinct(found[left].id, found[right].id) ? std::nullopt : why_alike(context_, found[left].traits, found[right].traits);
        if (!why) continue;
        if (alike.empty()) shown.reason = *why;
        alike.insert({left, right});
      }
    }
    for (std::size_t index : alike) shown.members.push_back(std::move(found[index]));
    return shown;
  }

 private:
  bool is_distinct(const Id& left, const Id& right) const { return distinct_.contains(std::minmax(left, right)); }

  const Context& context_;
  store::Reader& reader_;
  const Distinct& distinct_;
};

/// A group's place in the order of all, for cursors: what is merged away meanwhile moves nothing.
store::Position position_of(const LikeGroup& group) {
  std::string ids;
  for (const Id& id : group.ids) ids += id.raw();
  return {Cell{std::int64_t{group.rank}}, Cell{Blob{std::move(ids)}}};
}

LikeGroup group_at(const store::Position& position) {
  LikeGroup group{.rank = static_cast<int>(integer_of(position.key)), .ids = {}};
  const auto* blob = std::get_if<Blob>(&position.tie);
  for (std::size_t at = 0; blob && at + 16 <= blob->bytes.size(); at += 16) group.ids.push_back(Id::from_raw(std::string_view(blob->bytes).substr(at, 16)));
  return group;
}

void write_group(const Context& context, const Alike& group, JsonWriter& writer) {
  const Shown fields = everything_readable(context);
  writer.StartObject();
  key(writer, "records");
  writer.StartArray();
  for (const Member& member : group.members) write_record(*context.entity, fields, CellRow(member.cells), writer);
  writer.EndArray();
  key(writer, "reason");
  put(writer, group.reason);
  writer.EndObject();
}

/// Writes the page and says where the next one begins.
Result<std::optional<LikeGroup>> write_page(const Context& context, store::Reader& reader, std::span<const LikeGroup> groups,
                                            const std::optional<LikeGroup>& after, int limit, JsonWriter& writer) {
  PROBITY_ASSIGN(const Distinct distinct, read_distinct(reader, *context.entity));
  Duplicates duplicates(context, reader, distinct);
  std::optional<LikeGroup> last;
  int written = 0;
  for (const LikeGroup& group : groups) {
    if (after && group <= *after) continue;
    PROBITY_ASSIGN(const Alike shown, duplicates.look_at(group));
    if (shown.members.size() < 2) continue;
    if (written == limit) return last;
    write_group(context, shown, writer);
    last = group;
    ++written;
  }
  return std::nullopt;
}

struct Answer {
  std::vector<LikeGroup> groups;
  std::optional<jobs::Job> job;
};

/// Not inside a read: a job that is queued meanwhile would not be seen.
Result<Answer> groups_now(jobs::Jobs& jobs, const Context& context, bool anew) {
  std::optional<std::vector<LikeGroup>> at_once;
  PROBITY_TRY(context.database->read([&](store::Reader& reader) -> Result<> {
    PROBITY_ASSIGN(const std::int64_t count, reader.estimate(context.entity->name));
    if (count > kFindAtOnce) return {};
    PROBITY_ASSIGN(at_once, find_groups(context, reader, kMostGroups, [] { return false; }));
    return {};
  }));
  if (at_once) return Answer{std::move(*at_once), std::nullopt};
  PROBITY_ASSIGN(FinderState state, finder_state(jobs, context));
  if (!state.looking && (anew || !state.found)) {
    PROBITY_ASSIGN(state.looking, start_finder(jobs, context));
  }
  return Answer{std::move(state.found).value_or(std::vector<LikeGroup>{}), std::move(state.looking)};
}

Result<> check_distinct(Records& records, const Context& context, std::span<const Id> ids) {
  PROBITY_TRY(may(context, Verb::merge));
  if (ids.size() < 2 || ids.size() > 50) return invalid("bad_duplicates", "Name two to fifty records that are different things.", "ids");
  for (const Id& id : ids) PROBITY_TRY(records.cells(context, id));
  return {};
}

template <typename Each>
void each_pair(std::span<const Id> ids, Each&& each) {
  for (std::size_t left = 0; left < ids.size(); ++left) {
    for (std::size_t right = left + 1; right < ids.size(); ++right) {
      if (ids[left] != ids[right]) each(ids[left], ids[right]);
    }
  }
}

}  // namespace

Result<> write_duplicates(Records& records, jobs::Jobs& jobs, const Context& context, const FinderOptions& options, JsonWriter& writer) {
  PROBITY_TRY(check_limit(options.limit));
  if (!can_look_alike(context)) {
    return invalid("no_duplicates_here", fmt::format("Nothing in {} tells of duplicates.", lower_ascii(context.entity->label_many)));
  }
  const std::string list = "duplicates " + context.entity->name;
  std::optional<LikeGroup> after;
  if (!options.cursor.empty()) {
    PROBITY_ASSIGN(const store::Position position, records.cursors().read(options.cursor, list));
    after = group_at(position);
  }
  PROBITY_ASSIGN(const Answer answer, groups_now(jobs, context, options.anew));
  return context.database->read([&](store::Reader& reader) -> Result<> {
    writer.StartObject();
    key(writer, "items");
    writer.StartArray();
    PROBITY_ASSIGN(const auto next, write_page(context, reader, answer.groups, after, options.limit, writer));
    writer.EndArray();
    key(writer, "next");
    next ? put(writer, records.cursors().write(position_of(*next), list)) : (void)writer.Null();
    key(writer, "job");
    answer.job ? jobs::Jobs::write(*answer.job, writer) : (void)writer.Null();
    writer.EndObject();
    return {};
  });
}

Result<> dismiss_duplicates(Records& records, const Context& context, std::span<const Id> ids) {
  PROBITY_TRY(check_distinct(records, context, ids));
  store::Plan plan;
  each_pair(ids, [&](const Id& left, const Id& right) {
    plan.insert_or_replace(house().setting, {cell(distinct_name(*context.entity, left, right)), cell(context.access.actor.text())});
  });
  PROBITY_TRY(context.database->write_and_wait(std::move(plan)));
  return {};
}

Result<> recall_duplicates(Records& records, const Context& context, std::span<const Id> ids) {
  PROBITY_TRY(check_distinct(records, context, ids));
  store::Plan plan;
  each_pair(ids, [&](const Id& left, const Id& right) { plan.remove(store::kSetting, {{"name", cell(distinct_name(*context.entity, left, right))}}); });
  PROBITY_TRY(context.database->write_and_wait(std::move(plan)));
  return {};
}

}  // namespace probity::records
