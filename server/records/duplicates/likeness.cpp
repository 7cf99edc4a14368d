#include "records/duplicates/likeness.hpp"

#include "records/duplicates/name_blocks.hpp"
#include "records/house.hpp"
#include "records/record_json.hpp"
#include "store/tables.hpp"

namespace probity::records {
namespace {

/// A number or address that more records than this share is a switchboard's, not a person's.
constexpr std::size_t kMostAlike = 20;

const meta::Field* field_with_id(const meta::Entity& entity, std::int64_t id) {
  const auto found = std::ranges::find(entity.fields, id, [](const meta::Field& field) { return std::int64_t{field.id}; });
  return found == entity.fields.end() ? nullptr : &*found;
}

bool is_readable(const Context& context, const MatchKey& key) {
  if (key.field >= 0) {
    const meta::Field* field = field_with_id(*context.entity, key.field);
    return field && context.readable_field(field->name);
  }
  const auto& rule = context.entity->duplicate_when[static_cast<std::size_t>(-key.field - 1)];
  return std::ranges::all_of(rule, [&](const std::string& name) { return context.readable_field(name) != nullptr; });
}

std::vector<int> name_fields(const Context& context) {
  std::vector<int> fields = readable_title(context);
  std::erase_if(fields, [&](int position) { return context.entity->fields[static_cast<std::size_t>(position)].type->name() != "text"; });
  return fields;
}

std::vector<std::string> name_of_row(const meta::Entity& entity, std::span<const int> fields, const ColumnMap& map, const Row& row) {
  std::string name;
  for (int position : fields) {
    const int column = map.at(entity.fields[static_cast<std::size_t>(position)].first_column);
    if (!row.null(column)) name.append(" ").append(row.text(column));
  }
  return name_words(name);
}

/// Numbers under which telling keys are stored, the surest first.
std::vector<std::int64_t> telling_numbers(const meta::Entity& entity) {
  std::vector<std::int64_t> numbers;
  for (const meta::Field& field : entity.fields) {
    if (field.unique != meta::Unique::no) numbers.push_back(field.id);
  }
  for (std::size_t rule = 0; rule < entity.duplicate_when.size(); ++rule) numbers.push_back(-static_cast<std::int64_t>(rule) - 1);
  return numbers;
}

class Groups {
 public:
  explicit Groups(std::size_t most) : most_(most) {}

  void add(int rank, std::vector<Id> ids) {
    std::ranges::sort(ids);
    ids.erase(std::ranges::unique(ids).begin(), ids.end());
    if (ids.size() < 2 || groups_.size() >= most_ || known_.contains(ids)) return;
    known_.insert(ids);
    groups_.push_back({rank, std::move(ids)});
  }
  bool full() const { return groups_.size() >= most_; }
  std::vector<LikeGroup> take() {
    std::ranges::sort(groups_);
    return std::move(groups_);
  }

 private:
  std::size_t most_;
  std::set<std::vector<Id>> known_;
  std::vector<LikeGroup> groups_;
};

/// Keys come in order, so that equal ones stand together and nothing is kept but the group being read.
Result<> groups_of_key(const Context& context, store::Reader& reader, std::int64_t number, int rank, const std::function<bool()>& stop, Groups& groups) {
  const auto where = store::Condition::all_of({store::Condition::equals("entity", cell(context.entity->name)), store::Condition::equals("field", number)});
  store::Query query{.columns = house().match_key, .where = where, .order = store::Order{.column = "key"}, .tie_column = "record", .limit = INT_MAX};
  std::string key;
  std::vector<Id> ids;
  const auto end_group = [&] {
    if (ids.size() <= kMostAlike) groups.add(rank, ids);
    ids.clear();
  };
  PROBITY_TRY(reader.each(query, [&](const Row& row) {
    if (row.text(2) != key) {
      end_group();
      key = row.text(2);
    }
    ids.push_back(row.id(3));
    return !groups.full() && !stop();
  }));
  end_group();
  return {};
}

Result<> groups_of_names(const Context& context, store::Reader& reader, int rank, const std::function<bool()>& stop, Groups& groups) {
  const std::vector<int> fields = name_fields(context);
  if (fields.empty()) return {};
  const std::vector<int> columns = columns_for(*context.entity, Shown{.fields = fields, .title = {}, .display = false});
  const ColumnMap map(columns);
  NameBlocks blocks;
  store::Query query{.columns = context.catalog->columns(*context.entity, columns), .where = store::Condition::is_null("_deleted_at"),
                     .order = store::Order{.column = "_id"}, .limit = INT_MAX};
  PROBITY_TRY(reader.each(query, [&](const Row& row) {
    blocks.add(row.id(map.at(meta::kId)), name_of_row(*context.entity, fields, map, row));
    return !stop();
  }));
  blocks.each_alike(kMostAlike, [&](Likeness how, std::vector<Id> ids) {
    groups.add(how == Likeness::same ? rank : rank + 1, std::move(ids));
    return !groups.full() && !stop();
  });
  return {};
}

}  // namespace

Traits traits_of(const Context& context, const Row& row) {
  Traits traits;
  for (const MatchKey& key : match_keys(*context.entity, row)) {
    if (uniqueness_of(*context.entity, key) != meta::Unique::no && is_readable(context, key)) traits.keys.insert(key);
  }
  traits.name = name_of_row(*context.entity, name_fields(context), ColumnMap::full(), row);
  return traits;
}

std::optional<std::string> why_alike(const Context& context, const Traits& left, const Traits& right) {
  for (std::int64_t number : telling_numbers(*context.entity)) {
    for (const MatchKey& key : left.keys) {
      if (key.field == number && right.keys.contains(key)) return reason_of(*context.entity, key);
    }
  }
  switch (likeness(left.name, right.name)) {
    case Likeness::same: return "same name";
    case Likeness::similar: return "similar name";
    case Likeness::none: break;
  }
  return std::nullopt;
}

bool can_look_alike(const Context& context) { return !telling_numbers(*context.entity).empty() || !name_fields(context).empty(); }

Result<std::vector<LikeGroup>> find_groups(const Context& context, store::Reader& reader, std::size_t most, const std::function<bool()>& stop) {
  const Context all = by_program(context, *context.entity);
  Groups groups(most);
  int rank = 0;
  for (std::int64_t number : telling_numbers(*all.entity)) PROBITY_TRY(groups_of_key(all, reader, number, rank++, stop, groups));
  PROBITY_TRY(groups_of_names(all, reader, rank, stop, groups));
  return groups.take();
}

}  // namespace probity::records
