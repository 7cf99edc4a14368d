// How a record goes for good, and what becomes of those that link to it.
#include <deque>

#include "base/text.hpp"
#include "records/batch/bulk.hpp"
#include "records/change.hpp"
#include "records/duplicates/merge.hpp"
#include "records/links.hpp"
#include "records/records.hpp"
#include "store/tables.hpp"

namespace probity::records {
namespace {

constexpr int kLinksAtOnce = 200;
/// A link made while the last ones are being released is released too, so often.
constexpr int kRounds = 20;
constexpr std::string_view kLinkedAgain = "linked_again";
/// What stands where a required text was.
constexpr std::string_view kErased = "[erased]";

bool is_personal(const meta::Field& field) { return field.category != "none" && !field.category.starts_with("system."); }

/// What the purge of a record does to one that links to it: the strictest of what its links say.
meta::OnErase effect_of(const IncomingLink& link) {
  const auto says = [&](meta::OnErase effect) {
    return std::ranges::any_of(link.fields, [&](const meta::Field* field) { return field->on_erase == effect; });
  };
  if (says(meta::OnErase::remove)) return meta::OnErase::remove;
  return says(meta::OnErase::mask) ? meta::OnErase::mask : meta::OnErase::unlink;
}

bool leads_to_others(const Draft& draft, const std::vector<std::string>& via) {
  return std::ranges::any_of(via, [&](const std::string& name) {
    const meta::Field& field = *draft.entity->field(name);
    return !field.type->targets(field, CellRow(draft.after), field.first_column).empty();
  });
}

void mask(const Context& context, Draft& draft) {
  for (const meta::Field& field : draft.entity->fields) {
    if (!is_personal(field) || is_null(draft.value(field))) continue;
    draft.clear(field);
    // A field that takes no such text stays empty, required or not.
    if (field.required) (void)field.type->read_text(field, kErased, *context.input, draft.cells(field));
  }
  draft.forget = true;
}

Result<bool> has_live_link(const Context& context, store::Reader& reader, const meta::Field& field, const Id& to) {
  const auto link = store::Condition::all_of({store::Condition::equals("to_record", cell(to)), store::Condition::equals("field", std::int64_t{field.id}),
                                              store::Condition::equals("from_entity", cell(context.entity->name))});
  const auto where = store::Condition::all_of({store::Condition::is_null("_deleted_at"), store::Condition::related_to("_id", store::kEdge, "from_record", link)});
  PROBITY_ASSIGN(const std::int64_t count, reader.count(context.entity->name, where, 1));
  return count > 0;
}

bool is_held(const Draft& draft) { return (integer_of(draft.before[meta::kSubjectState]) & privacy::kHeld) != 0; }

std::unexpected<Error> held(const meta::Entity& entity) {
  return fail(ErrorKind::conflict, "held", fmt::format("This {} is held: nothing of it may be deleted until the hold ends. Nothing was changed.", lower_ascii(entity.label_one)));
}

class Purge {
 public:
  Purge(Records& records, const UpdateOptions& options) : records_(records), options_{.group = options.group} {}

  Result<Written> run(const Context& context, const Id& id) {
    under_way_.insert(id);
    PROBITY_TRY(purge_merged(context, id));
    for (int round = 0; round < kRounds; ++round) {
      PROBITY_TRY(release_links(context, id));
      auto purged = records_.alter(context, id, Verb::purge, options_, [&](store::Reader& reader, Draft& draft) { return end(context, reader, draft); });
      if (purged || purged.error().code != kLinkedAgain) return purged;
    }
    return fail(ErrorKind::conflict, "busy", "Others keep linking to this record. It is still in the bin; try again.");
  }

  /// Nothing is touched where it is held, or would take with it something that concerns somebody who is.
  Result<> check_held(const Context& context, store::Reader& reader, const Draft& draft) const {
    if (is_held(draft)) return held(*draft.entity);
    PROBITY_ASSIGN(const auto losers, merged_into(reader, draft.id));
    for (const Id& loser : losers) {
      PROBITY_ASSIGN(const auto merged, read_draft(by_program(context, *context.entity), reader, loser, Verb::purge));
      if (merged && !merged->live_before() && is_held(*merged)) return held(*draft.entity);
    }
    PROBITY_ASSIGN(const auto links, incoming_links(context, reader, draft.id, INT_MAX));
    for (const IncomingLink& link : links) {
      if (effect_of(link) == meta::OnErase::unlink) continue;
      PROBITY_ASSIGN(const auto linking, read_draft(by_program(context, *link.entity), reader, link.record, Verb::erase));
      if (linking && is_held(*linking)) return held(*draft.entity);
    }
    return {};
  }

  /// Nothing is touched where a record needs this one and nothing says what should become of it.
  Result<> check_needed(const Context& context, store::Reader& reader, const Id& id) const {
    for (const meta::Model::Incoming& incoming : context.model().incoming(context.entity->name)) {
      if (!incoming.field->required || incoming.field->on_erase) continue;
      PROBITY_ASSIGN(const bool needed, has_live_link(by_program(context, *incoming.entity), reader, *incoming.field, id));
      if (!needed) continue;
      return fail(ErrorKind::conflict, "still_needed",
                  fmt::format("There are {} that cannot be without this {}. Move or delete them first; nothing was changed.",
                              lower_ascii(incoming.entity->label_many), lower_ascii(context.entity->label_one)));
    }
    return {};
  }

 private:
  static Result<> end(const Context& context, store::Reader& reader, Draft& draft) {
    PROBITY_ASSIGN(const auto links, incoming_links(context, reader, draft.id, 1));
    if (!links.empty()) return fail(ErrorKind::conflict, std::string(kLinkedAgain), "");
    if (is_held(draft)) return held(*context.entity);
    if (draft.live_before()) return fail(ErrorKind::conflict, "not_in_bin", "Somebody restored this record just now. It was not deleted for good.");
    draft.after.clear();
    draft.forget = true;
    return {};
  }

  /// What was merged into a record is the same thing: it goes too.
  Result<> purge_merged(const Context& context, const Id& id) {
    std::vector<Id> merged;
    PROBITY_TRY(context.database->read([&](store::Reader& reader) -> Result<> {
      PROBITY_ASSIGN(const auto losers, merged_into(reader, id));
      for (const Id& loser : losers) {
        PROBITY_ASSIGN(const auto draft, read_draft(context, reader, loser, Verb::purge));
        // One that was brought back is a record of its own again.
        if (draft && !draft->live_before()) merged.push_back(loser);
      }
      return {};
    }));
    for (const Id& loser : merged) {
      if (!under_way_.contains(loser)) PROBITY_TRY(run(context, loser));
    }
    return {};
  }

  Result<> release_links(const Context& context, const Id& id) {
    for (;;) {
      std::vector<IncomingLink> links;
      PROBITY_TRY(context.database->read([&](store::Reader& reader) -> Result<> {
        PROBITY_ASSIGN(links, incoming_links(context, reader, id, kLinksAtOnce));
        return {};
      }));
      if (links.empty()) return {};
      PROBITY_TRY(release(context, links, id));
    }
  }

  bool goes_too(const IncomingLink& link) const { return effect_of(link) == meta::OnErase::remove && !under_way_.contains(link.record); }

  Result<> release(const Context& context, const std::vector<IncomingLink>& links, const Id& id) {
    std::deque<Context> contexts;
    Bulk bulk(records_, context);
    for (const IncomingLink& link : links) {
      contexts.push_back(by_program(context, *link.entity));
      if (goes_too(link)) {
        PROBITY_TRY(take_along(contexts.back(), link.record));
      } else {
        bulk.alter_at(contexts.back(), link.record, Verb::erase, options_, [&context = contexts.back(), &link, &id](store::Reader&, Draft& draft) { return let_go(context, link, id, draft); });
      }
    }
    for (const auto& released : bulk.run()) {
      // Not found: gone by another hand meanwhile.
      if (!released && released.error().kind != ErrorKind::not_found) return std::unexpected(released.error());
    }
    return {};
  }

  Result<> take_along(const Context& context, const Id& record) {
    const auto binned = records_.alter(context, record, Verb::remove, options_, [&](store::Reader&, Draft& draft) -> Result<> {
      if (draft.live_before()) put_in_bin(context, draft);
      return {};
    });
    if (!binned) return binned.error().kind == ErrorKind::not_found ? Result<>{} : std::unexpected(binned.error());
    PROBITY_TRY(run(context, record));
    return {};
  }

  static Result<> let_go(const Context& context, const IncomingLink& link, const Id& id, Draft& draft) {
    for (const meta::Field* field : link.fields) relink(draft, *field, id, Id{});
    draft.also.remove(store::kEdge, {{"to_record", cell(id)}, {"from_record", cell(link.record)}});
    draft.always = true;
    if (effect_of(link) == meta::OnErase::mask && !leads_to_others(draft, draft.entity->subject.via)) mask(context, draft);
    return {};
  }

  Records& records_;
  UpdateOptions options_;
  std::set<Id> under_way_;
};

}  // namespace

Result<Written> Records::purge(const Context& context, const Id& id, const UpdateOptions& options) {
  PROBITY_TRY(may(context, Verb::purge));
  Purge purge(*this, options);
  PROBITY_TRY(context.database->read([&](store::Reader& reader) -> Result<> {
    PROBITY_ASSIGN(const auto draft, read_draft(context, reader, id, Verb::purge));
    if (!draft) return no_such_record(*context.entity);
    if (draft->live_before()) {
      return fail(ErrorKind::conflict, "not_in_bin", "Only what is in the bin can be deleted for good. Delete it first.");
    }
    PROBITY_TRY(check_version(context, reader, *draft, options, nullptr));
    PROBITY_TRY(purge.check_held(context, reader, *draft));
    return purge.check_needed(context, reader, id);
  }));
  if (context.entity->subject.kind == meta::Subject::Kind::self && erase_person_) {
    PROBITY_TRY(erase_person_(context, id));
    return Written{.id = id, .cells = {}};
  }
  return purge.run(by_program(context, *context.entity), id);
}

}  // namespace probity::records
