#include "rights/reach/walk.hpp"

#include <deque>

#include "records/house.hpp"
#include "records/links.hpp"
#include "records/subject/marks.hpp"
#include "store/tables.hpp"

namespace probity::reach {
namespace {

/// How much of a record goes; one that is stricter takes the others in.
enum class Loss { nothing, unlink, mask, remove };

Loss loss_of(meta::OnErase effect) {
  switch (effect) {
    case meta::OnErase::remove: return Loss::remove;
    case meta::OnErase::mask: return Loss::mask;
    case meta::OnErase::unlink: return Loss::unlink;
  }
  return Loss::unlink;
}

Effect effect_of(Loss loss) {
  switch (loss) {
    case Loss::remove: return Effect::remove;
    case Loss::mask: return Effect::mask;
    default: return Effect::unlink;
  }
}

/// What a record loses that was linked to the person once, and by no field now: what its strictest link would say.
Loss strictest_of(const meta::Entity& entity) {
  Loss loss = Loss::unlink;
  for (const std::string& name : entity.subject.via) {
    const meta::Field* field = entity.field(name);
    if (field && field->on_erase) loss = std::max(loss, loss_of(*field->on_erase));
  }
  return loss;
}

class Walk {
 public:
  Walk(const records::Context& context, store::Reader& reader, const std::vector<Id>& people) : context_(context), reader_(reader), people_(people) {}

  Result<std::vector<Reached>> run() {
    for (const Id& person : people_) PROBITY_TRY(begin_at(person));
    PROBITY_TRY(follow_all());
    // Those that no way leads to any more were unlinked since.
    for (const Id& person : people_) PROBITY_TRY(add_unlinked(person));
    PROBITY_TRY(follow_all());
    std::vector<Reached> records;
    for (auto& [id, found] : found_) records.push_back(std::move(found.reached));
    return records;
  }

 private:
  struct Found {
    Reached reached;
    Loss loss = Loss::nothing;
  };

  bool is_person(const Id& id) const { return std::ranges::find(people_, id) != people_.end(); }

  Result<> begin_at(const Id& id) {
    PROBITY_ASSIGN(const records::Person person, records::find_person(context_, reader_, id));
    if (person.entity) {
      PROBITY_ASSIGN(Found* found, find(*person.entity, id));
      if (found) found->reached.effect = Effect::self;
    }
    return follow_links(id, Loss::remove, false);
  }

  Result<> add_unlinked(const Id& person) {
    PROBITY_ASSIGN(const auto rows, records::concerning(reader_, person, std::nullopt, INT_MAX));
    for (const records::Concerning& row : rows) {
      const meta::Entity* entity = context_.model().find(row.entity);
      if (!entity || found_.contains(row.record)) continue;
      PROBITY_TRY(lose(*entity, row.record, strictest_of(*entity), false, {}));
    }
    return {};
  }

  Result<> follow_all() {
    while (!waiting_.empty()) {
      const Id next = waiting_.front();
      waiting_.pop_front();
      PROBITY_TRY(follow(next));
    }
    return {};
  }

  /// What leads to a record that is a person's: the link says what becomes of what holds it, but where the record
  /// itself stays, so does that.
  Result<> follow(const Id& id) {
    const Found& from = found_.at(id);
    if (from.reached.effect == Effect::self || from.reached.entity->subject.kind == meta::Subject::Kind::self) return {};
    return follow_links(id, from.loss, from.reached.concerns_others);
  }

  Result<> follow_links(const Id& to, Loss most, bool concerns_others) {
    PROBITY_ASSIGN(const auto links, records::incoming_links(context_, reader_, to, INT_MAX));
    for (const records::IncomingLink& link : links) {
      Loss loss = Loss::nothing;
      for (const meta::Field* field : link.fields) {
        if (field->on_erase) loss = std::max(loss, loss_of(*field->on_erase));
      }
      // A link to what stays stays with it, unless what holds it is about the person too.
      if (most != Loss::remove && loss == Loss::unlink) continue;
      if (loss != Loss::nothing) PROBITY_TRY(lose(*link.entity, link.record, std::min(loss, most), concerns_others, link.fields));
    }
    return {};
  }

  Result<> lose(const meta::Entity& entity, const Id& id, Loss loss, bool concerns_others, const std::vector<const meta::Field*>& links) {
    if (is_person(id)) return {};
    // Another person is never taken along: they lose the link.
    if (entity.subject.kind == meta::Subject::Kind::self) loss = Loss::unlink;
    PROBITY_ASSIGN(Found* found, find(entity, id));
    if (!found) return {};
    const Loss before = found->loss;
    const bool shared_before = found->reached.concerns_others;
    for (const meta::Field* field : links) {
      if (std::ranges::find(found->reached.links, field) == found->reached.links.end()) found->reached.links.push_back(field);
    }
    found->reached.concerns_others |= concerns_others;
    found->loss = std::max(before, loss);
    if (found->reached.concerns_others) found->loss = std::min(found->loss, Loss::mask);
    found->reached.effect = effect_of(found->loss);
    if (found->loss != before || found->reached.concerns_others != shared_before) waiting_.push_back(id);
    return {};
  }

  /// Null where there is no such record any more.
  Result<Found*> find(const meta::Entity& entity, const Id& id) {
    if (const auto known = found_.find(id); known != found_.end()) return &known->second;
    std::optional<bool> binned;
    PROBITY_TRY(reader_.one(context_.catalog->tables(entity).identity, "_id", cell(id), [&](const Row& row) {
      binned = !row.null(2);
      return false;
    }));
    if (!binned) return nullptr;
    Found found{.reached = {.entity = &entity, .record = id, .binned = *binned, .links = {}, .kept_because = {}, .kept_until = {}}};
    if (entity.subject.kind == meta::Subject::Kind::via) {
      PROBITY_ASSIGN(const std::set<Id> concerned, records::people_of(reader_, id));
      found.reached.concerns_others = std::ranges::any_of(concerned, [&](const Id& other) { return !is_person(other); });
    }
    return &found_.emplace(id, std::move(found)).first->second;
  }

  const records::Context& context_;
  store::Reader& reader_;
  const std::vector<Id>& people_;
  std::map<Id, Found> found_;
  std::deque<Id> waiting_;
};

}  // namespace

Result<std::vector<Reached>> walk(const records::Context& context, store::Reader& reader, const std::vector<Id>& people) {
  return Walk(context, reader, people).run();
}

}  // namespace probity::reach
