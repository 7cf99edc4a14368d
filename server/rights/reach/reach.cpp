#include "rights/reach/reach.hpp"

#include <deque>

#include "base/time.hpp"
#include "records/duplicates/merge.hpp"
#include "records/keys.hpp"
#include "records/house.hpp"
#include "records/links.hpp"
#include "records/record_json.hpp"
#include "records/subject/marks.hpp"
#include "rights/reach/minimum.hpp"
#include "rights/reach/walk.hpp"
#include "store/tables.hpp"

namespace probity::reach {
namespace {

constexpr std::pair<Effect, std::string_view> kNames[] = {
    {Effect::self, "self"}, {Effect::remove, "remove"}, {Effect::mask, "mask"}, {Effect::unlink, "unlink"}, {Effect::keep, "keep"}};
constexpr std::size_t kMostCandidates = 50;

std::unexpected<Error> no_such_person() { return fail(ErrorKind::not_found, "not_found", "There is no such person."); }

/// People first, then by entity and id.
bool comes_before(const Reached& left, const Reached& right) {
  const auto rank = [](const Reached& one) { return std::tuple(one.effect != Effect::self, std::string_view(one.entity->name), one.record); };
  return rank(left) < rank(right);
}

/// What the law has kept for longer keeps its values; only its links go.
Result<> keep_minima(const records::Context& context, store::Reader& reader, std::vector<Reached>& records) {
  for (Reached& one : records) {
    if (one.effect != Effect::remove && one.effect != Effect::mask) continue;
    PROBITY_ASSIGN(const auto minimum, statutory_minimum(context, reader, *one.entity, one.record));
    if (!minimum) continue;
    one.effect = Effect::keep;
    one.kept_because = minimum->because;
    one.kept_until = minimum->until;
  }
  return {};
}

/// The keys of addresses and numbers alone: a name that two people share makes them no one human.
records::MatchKeys addresses_of(const meta::Entity& entity, const Row& row) {
  records::MatchKeys keys = records::match_keys(entity, row);
  std::erase_if(keys, [&](const records::MatchKey& key) {
    const auto field = std::ranges::find(entity.fields, key.field, [](const meta::Field& each) { return std::int64_t{each.id}; });
    return field == entity.fields.end() || (field->type->name() != "email" && field->type->name() != "phone");
  });
  return keys;
}

std::string_view type_of(const meta::Entity& entity, std::int64_t field) {
  const auto found = std::ranges::find(entity.fields, field, [](const meta::Field& each) { return std::int64_t{each.id}; });
  return found == entity.fields.end() ? std::string_view() : found->type->name();
}

class SameHuman {
 public:
  SameHuman(const records::Context& context, store::Reader& reader, const std::vector<Id>& people) : context_(context), reader_(reader), people_(people) {}

  Result<std::vector<Candidate>> find() {
    PROBITY_TRY(collect());
    for (const auto& entity : context_.model().entities()) {
      if (entity->subject.kind != meta::Subject::Kind::self || entity->system != is_system()) continue;
      for (const auto& [type, key] : addresses_) PROBITY_TRY(look(*entity, type, key));
      PROBITY_TRY(look_in_bin(*entity));
    }
    std::vector<Candidate> found;
    for (auto& [place, candidate] : found_) found.push_back(std::move(candidate));
    return found;
  }

 private:
  bool is_system() const { return context_.workspace->slug() == records::kSystemWorkspace; }

  /// A binned record has no match keys in the store: they are worked out from what it says.
  Result<> collect() {
    for (const Id& id : people_) {
      PROBITY_ASSIGN(const records::Person person, records::find_person(context_, reader_, id));
      if (!person.entity) continue;
      PROBITY_TRY(reader_.one(context_.catalog->tables(*person.entity).all, "_id", cell(id), [&](const Row& row) {
        for (const auto& key : addresses_of(*person.entity, row)) addresses_.emplace(type_of(*person.entity, key.field), key.key);
        return false;
      }));
    }
    return {};
  }

  Result<> look(const meta::Entity& entity, std::string_view type, const std::string& key) {
    for (const meta::Field& field : entity.fields) {
      if (field.type->name() != type) continue;
      const auto where = store::Condition::all_of({store::Condition::equals("entity", cell(entity.name)), store::Condition::equals("field", std::int64_t{field.id}),
                                                   store::Condition::equals("key", cell(key))});
      const store::Query query{.columns = records::house().match_key, .where = where, .order = {}, .tie_column = "record", .limit = static_cast<int>(kMostCandidates)};
      std::vector<Id> ids;
      PROBITY_TRY(reader_.each(query, [&](const Row& row) {
        ids.push_back(row.id(3));
        return true;
      }));
      for (const Id& id : ids) PROBITY_TRY(add(entity, id, field));
    }
    return {};
  }

  /// What is in the bin has no match keys: each is asked what they would be.
  Result<> look_in_bin(const meta::Entity& entity) {
    if (addresses_.empty()) return {};
    std::vector<std::pair<Id, const meta::Field*>> same;
    const store::Query query{.columns = context_.catalog->tables(entity).all, .where = store::Condition::not_of(store::Condition::is_null("_deleted_at")), .order = store::Order{.column = "_deleted_at"}, .limit = INT_MAX};
    PROBITY_TRY(reader_.each(query, [&](const Row& row) {
      for (const auto& key : addresses_of(entity, row)) {
        if (!addresses_.contains({std::string(type_of(entity, key.field)), key.key})) continue;
        same.emplace_back(row.id(meta::kId), &*std::ranges::find(entity.fields, key.field, [](const meta::Field& each) { return std::int64_t{each.id}; }));
        break;
      }
      return true;
    }));
    for (const auto& [id, field] : same) PROBITY_TRY(add(entity, id, *field));
    return {};
  }

  Result<> add(const meta::Entity& entity, const Id& id, const meta::Field& field) {
    const auto place = std::pair(std::string_view(entity.name), id);
    if (found_.size() >= kMostCandidates || found_.contains(place) || std::ranges::find(people_, id) != people_.end()) return {};
    const records::Context at = records::at_entity(context_, entity);
    return at_row(at, id, [&](const Row& row) {
      const std::string display = at.decision->may_read && at.sees(row) ? records::display_of(at, row) : std::string();
      found_.emplace(place, Candidate{&entity, id, !row.null(meta::kDeletedAt), display, fmt::format("same {}", field.type->name())});
    });
  }

  Result<> at_row(const records::Context& at, const Id& id, const std::function<void(const Row&)>& visit) {
    PROBITY_TRY(reader_.one(at.tables->all, "_id", cell(id), [&](const Row& row) {
      visit(row);
      return false;
    }));
    return {};
  }

  const records::Context& context_;
  store::Reader& reader_;
  const std::vector<Id>& people_;
  std::set<std::pair<std::string, std::string>> addresses_;  ///< type of field, key
  std::map<std::pair<std::string_view, Id>, Candidate> found_;
};

void add_once(const Id& id, std::vector<Id>& people) {
  if (std::ranges::find(people, id) == people.end()) people.push_back(id);
}

/// What was merged into somebody is them, and so is a record of a person whose link says that it goes with them: the
/// lead that became a contact.
Result<> add_same(const records::Context& context, store::Reader& reader, const Id person, std::vector<Id>& people) {
  PROBITY_ASSIGN(const auto merged, records::merged_into(reader, person));
  for (const Id& id : merged) add_once(id, people);
  PROBITY_ASSIGN(const auto links, records::incoming_links(context, reader, person, INT_MAX));
  for (const records::IncomingLink& link : links) {
    const bool goes_along = link.entity->subject.kind == meta::Subject::Kind::self &&
                            std::ranges::any_of(link.fields, [](const meta::Field* field) { return field->on_erase == meta::OnErase::remove; });
    if (goes_along) add_once(link.record, people);
  }
  return {};
}

Result<std::vector<Id>> merged_together(const records::Context& context, store::Reader& reader, const Id& person) {
  PROBITY_ASSIGN(const records::Person found, records::find_person(context, reader, person));
  if (!found.entity) return no_such_person();
  std::vector<Id> people{person};
  for (std::size_t next = 0; next < people.size(); ++next) PROBITY_TRY(add_same(context, reader, people[next], people));
  return people;
}

void write_record(const records::Context& context, store::Reader& reader, const Reached& one, JsonWriter& writer) {
  writer.StartObject();
  key(writer, "entity");
  put(writer, one.entity->name);
  key(writer, "id");
  put(writer, one.record.text());
  key(writer, "effect");
  put(writer, name_of(one.effect));
  key(writer, "binned");
  writer.Bool(one.binned);
  key(writer, "concerns_others");
  writer.Bool(one.concerns_others);
  key(writer, "display");
  std::optional<std::string> display;
  const records::Context at = records::at_entity(context, *one.entity);
  (void)reader.one(at.tables->all, "_id", cell(one.record), [&](const Row& row) {
    if (at.decision->may_read && at.sees(row)) display = records::display_of(at, row);
    return false;
  });
  display ? put(writer, *display) : (void)writer.Null();
  key(writer, "kept_because");
  one.kept_because.empty() ? (void)writer.Null() : put(writer, one.kept_because);
  key(writer, "kept_until");
  one.kept_until ? put(writer, format_timestamp(*one.kept_until)) : (void)writer.Null();
  writer.EndObject();
}

}  // namespace

std::string_view name_of(Effect effect) { return std::ranges::find(kNames, effect, &std::pair<Effect, std::string_view>::first)->second; }

Result<Reach> reach_of(const records::Context& context, store::Reader& reader, const Id& person) {
  PROBITY_ASSIGN(std::vector<Id> people, merged_together(context, reader, person));
  return reach_of(context, reader, std::move(people));
}

Result<Reach> reach_of(const records::Context& context, store::Reader& reader, std::vector<Id> people) {
  PROBITY_ASSIGN(std::vector<Reached> records, walk(context, reader, people));
  PROBITY_TRY(keep_minima(context, reader, records));
  std::ranges::sort(records, comes_before);
  return Reach{std::move(people), std::move(records)};
}

Result<Reach> reach_of_all(const records::Context& context, store::Reader& reader, const std::vector<Id>& people) {
  std::vector<Id> all;
  for (const Id& person : people) {
    auto one = merged_together(context, reader, person);
    if (!one && one.error().kind == ErrorKind::not_found) continue;
    if (!one) return std::unexpected(one.error());
    for (const Id& id : *one) add_once(id, all);
  }
  return reach_of(context, reader, std::move(all));
}

Result<Reach> reach_of(records::Records&, const records::Context& context, const Id& person) {
  std::optional<Reach> reach;
  PROBITY_TRY(context.database->read([&](store::Reader& reader) -> Result<> {
    PROBITY_ASSIGN(reach, reach_of(context, reader, person));
    return {};
  }));
  return std::move(*reach);
}

Result<std::vector<Candidate>> same_human(records::Records&, const records::Context& context, const Id& person) {
  std::vector<Candidate> found;
  PROBITY_TRY(context.database->read([&](store::Reader& reader) -> Result<> {
    PROBITY_ASSIGN(const std::vector<Id> people, merged_together(context, reader, person));
    PROBITY_ASSIGN(found, SameHuman(context, reader, people).find());
    return {};
  }));
  return found;
}

void write(const std::vector<Candidate>& candidates, JsonWriter& writer) {
  writer.StartArray();
  for (const Candidate& one : candidates) {
    writer.StartObject();
    key(writer, "entity");
    put(writer, one.entity->name);
    key(writer, "id");
    put(writer, one.id.text());
    key(writer, "binned");
    writer.Bool(one.binned);
    key(writer, "display");
    one.display.empty() ? (void)writer.Null() : put(writer, one.display);
    key(writer, "reason");
    put(writer, one.reason);
    writer.EndObject();
  }
  writer.EndArray();
}

Result<> write_members(records::Records& records, const records::Context& context, const Reach& reach, JsonWriter& writer) {
  key(writer, "people");
  writer.StartArray();
  for (const Id& id : reach.people) put(writer, id.text());
  writer.EndArray();
  key(writer, "records");
  writer.StartArray();
  PROBITY_TRY(context.database->read([&](store::Reader& reader) -> Result<> {
    for (const Reached& one : reach.records) write_record(context, reader, one, writer);
    return {};
  }));
  writer.EndArray();
  std::map<std::string_view, std::int64_t> counts;
  for (const auto& [effect, name] : kNames) counts[name] = std::ranges::count(reach.records, effect, &Reached::effect);
  key(writer, "counts");
  writer.StartObject();
  for (const auto& [name, count] : counts) {
    key(writer, name);
    writer.Int64(count);
  }
  writer.EndObject();
  PROBITY_ASSIGN(const auto candidates, same_human(records, context, reach.people.front()));
  key(writer, "same_human");
  write(candidates, writer);
  return {};
}

Result<> write_reach(records::Records& records, const records::Context& context, const Id& person, JsonWriter& writer) {
  PROBITY_ASSIGN(const Reach reach, reach_of(records, context, person));
  writer.StartObject();
  PROBITY_TRY(write_members(records, context, reach, writer));
  writer.EndObject();
  return {};
}

}  // namespace probity::reach
