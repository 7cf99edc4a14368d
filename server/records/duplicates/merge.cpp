#include "records/duplicates/merge.hpp"

#include <deque>

#include "base/text.hpp"
#include "records/batch/bulk.hpp"
#include "records/change.hpp"
#include "records/duplicates/unite.hpp"
#include "records/id_list.hpp"
#include "records/links.hpp"
#include "records/record_json.hpp"
#include "records/subject/state.hpp"

namespace probity::records {
namespace {

constexpr std::size_t kMostLosers = 50;
/// So many linking records are changed in the merge's own transaction; more are moved before it.
constexpr int kLinksInside = 1'000;
constexpr int kLinksAtOnce = 200;
constexpr int kAttempts = 40;

std::unexpected<Error> bad_merge(std::string message, std::string field) { return invalid("bad_merge", std::move(message), std::move(field)); }

std::pair<std::string, std::string> mark(std::string name, std::string json) {
  return {std::move(name), fmt::format(R"({{"from":null,"to":{}}})", json)};
}

Result<Draft> live_draft(const Context& context, store::Reader& reader, const Id& id) {
  PROBITY_ASSIGN(auto draft, read_draft(context, reader, id, Verb::merge));
  if (!draft) return no_such_record(*context.entity);
  if (!draft->live_before()) return fail(ErrorKind::conflict, "in_bin", "One of these records is in the bin. Restore it before merging.");
  return std::move(*draft);
}

void set_joined(Draft& draft, int column, std::int64_t joined) {
  Cell& cell = draft.after[static_cast<std::size_t>(column)];
  const std::int64_t before = integer_of(cell);
  if (joined == before) return;
  cell = joined;
  draft.marks.emplace_back(meta::record_columns()[static_cast<std::size_t>(column)].name, fmt::format(R"({{"from":{},"to":{}}})", before, joined));
}

/// What stands against any of them stands against the one they become and against those that become it, and what any
/// was promised holds for it: it is used as the one collected under the oldest policy. All goes back when the merge is
/// undone.
void join_states(std::span<Draft> losers, Draft& winner) {
  std::int64_t state = integer_of(winner.after[meta::kSubjectState]);
  std::int64_t version = integer_of(winner.after[meta::kPolicyVersion]);
  for (const Draft& loser : losers) {
    state = privacy::together(state, integer_of(loser.before[meta::kSubjectState]));
    version = std::min(version, integer_of(loser.before[meta::kPolicyVersion]));
  }
  set_joined(winner, meta::kSubjectState, state);
  set_joined(winner, meta::kPolicyVersion, version);
  if (winner.entity->subject.kind != meta::Subject::Kind::self) return;
  for (Draft& loser : losers) set_joined(loser, meta::kSubjectState, state);
}

/// One merge on its way into one transaction.
struct Merging {
  Draft winner;
  std::vector<Draft> losers;
  std::vector<Conflict> conflicts;
  std::vector<Draft> linking;  ///< records whose links move
  store::Plan plan;
};

Result<Merging> read_records(const Context& context, store::Reader& reader, const MergeRequest& request) {
  Merging merging;
  PROBITY_ASSIGN(merging.winner, live_draft(context, reader, request.winner));
  for (const Id& id : request.losers) {
    PROBITY_ASSIGN(Draft loser, live_draft(context, reader, id));
    merging.losers.push_back(std::move(loser));
  }
  PROBITY_ASSIGN(merging.conflicts, unite(context, merging.winner, merging.losers, request));
  join_states(merging.losers, merging.winner);
  return merging;
}

bool is_merged(const MergeRequest& request, const Id& id) { return id == request.winner || std::ranges::find(request.losers, id) != request.losers.end(); }

class Merge {
 public:
  Merge(Records& records, const Context& context, const MergeRequest& request) : records_(records), context_(context), request_(request) {}

  Result<Merging> run() {
    PROBITY_TRY(move_links(kLinksInside));
    for (int attempt = 0; attempt < kAttempts; ++attempt) {
      std::optional<Merging> merging;
      PROBITY_TRY(context_.database->read([&](store::Reader& reader) -> Result<> {
        PROBITY_ASSIGN(merging, plan(reader));
        return {};
      }));
      PROBITY_ASSIGN(const auto outcome, context_.database->write_and_wait(std::move(merging->plan)));
      if (!outcome.committed) continue;
      // Links that others were making at that instant.
      PROBITY_TRY(move_links(0));
      tell(*merging);
      return std::move(*merging);
    }
    return fail(ErrorKind::conflict, "busy", "These records are being changed by others right now. They were not merged; try again.");
  }

  const Id& group() const { return group_; }

 private:
  UpdateOptions options() const { return {.group = group_}; }

  Result<Merging> plan(store::Reader& reader) {
    PROBITY_ASSIGN(Merging merging, read_records(context_, reader, request_));
    const Hooks& hooks = records_.hooks();
    for (Draft& loser : merging.losers) {
      put_in_bin(context_, loser);
      loser.marks.push_back(mark("merged_into", fmt::format("\"{}\"", request_.winner.text())));
      PROBITY_TRY(add_change(context_, hooks, reader, loser, options(), merging.plan));
    }
    merging.winner.same_as = request_.losers;
    merging.winner.marks.push_back(mark("merged_from", ids_json(request_.losers)));
    // The merge is told of in its history even where the winner had everything already.
    merging.winner.always = true;
    PROBITY_TRY(add_change(context_, hooks, reader, merging.winner, options(), merging.plan));
    PROBITY_TRY(spread_states(reader, merging));
    PROBITY_ASSIGN(merging.linking, linking_records(reader));
    for (Draft& draft : merging.linking) {
      PROBITY_TRY(add_change(by_program(context_, *draft.entity), hooks, reader, draft, options(), merging.plan));
    }
    return merging;
  }

  /// The facts that the states were made of move to the winner; what concerned it concerns the losers now.
  Result<> spread_states(store::Reader& reader, Merging& merging) const {
    if (context_.entity->subject.kind != meta::Subject::Kind::self) return {};
    std::vector<Person> people{{context_.entity, merging.winner.id, integer_of(merging.winner.after[meta::kSubjectState])}};
    for (const Draft& loser : merging.losers) people.push_back({context_.entity, loser.id, integer_of(loser.after[meta::kSubjectState])});
    return plan_spread(context_, reader, people, merging.plan);
  }

  Result<std::vector<IncomingLink>> links_to_losers(store::Reader& reader, int limit) const {
    std::vector<IncomingLink> all;
    for (const Id& loser : request_.losers) {
      PROBITY_ASSIGN(auto links, incoming_links(context_, reader, loser, limit));
      std::erase_if(links, [&](const IncomingLink& link) { return is_merged(request_, link.record); });
      std::ranges::move(links, std::back_inserter(all));
    }
    return all;
  }

  void lead_to_winner(Draft& draft, const IncomingLink& link) const {
    for (const meta::Field* field : link.fields) {
      for (const Id& loser : request_.losers) relink(draft, *field, loser, request_.winner);
    }
  }

  Result<std::vector<Draft>> linking_records(store::Reader& reader) const {
    PROBITY_ASSIGN(const auto links, links_to_losers(reader, INT_MAX));
    std::vector<Draft> drafts;
    std::map<Id, std::size_t> place;
    for (const IncomingLink& link : links) {
      const auto [entry, added] = place.try_emplace(link.record, drafts.size());
      if (added) {
        PROBITY_ASSIGN(auto draft, read_draft(by_program(context_, *link.entity), reader, link.record, Verb::update));
        if (!draft) return internal("a link is held by a record that does not exist");
        drafts.push_back(std::move(*draft));
      }
      lead_to_winner(drafts[entry->second], link);
    }
    return drafts;
  }

  /// Moves links in transactions of their own until at most `leave` are left.
  Result<> move_links(int leave) {
    std::set<Id> moved;
    for (;;) {
      std::vector<IncomingLink> links;
      PROBITY_TRY(context_.database->read([&](store::Reader& reader) -> Result<> {
        PROBITY_ASSIGN(links, links_to_losers(reader, leave + kLinksAtOnce));
        return {};
      }));
      if (static_cast<int>(links.size()) <= leave) return {};
      std::deque<Context> contexts;
      Bulk bulk(records_, context_);
      std::set<Id> seen;
      for (const IncomingLink& link : links) {
        if (!seen.insert(link.record).second || bulk.size() == kLinksAtOnce) continue;
        contexts.push_back(by_program(context_, *link.entity));
        bulk.alter_at(contexts.back(), link.record, Verb::update, options(), [this, link](store::Reader&, Draft& draft) -> Result<> {
          lead_to_winner(draft, link);
          return {};
        });
      }
      for (const auto& written : bulk.run()) {
        if (!written && written.error().kind != ErrorKind::not_found) return std::unexpected(written.error());
      }
      if (seen == moved) return internal("a link row stands for no link");
      moved = std::move(seen);
    }
  }

  void tell(const Merging& merging) const {
    const auto tell_of = [&](const Draft& draft) {
      records_.changes().tell({context_.workspace->slug(), draft.entity->name, draft.id, std::string(name_of(draft.verb)), Id{}, state_of(draft), is_stricter(draft)});
    };
    tell_of(merging.winner);
    std::ranges::for_each(merging.losers, tell_of);
    std::ranges::for_each(merging.linking, tell_of);
  }

  Records& records_;
  const Context& context_;
  const MergeRequest& request_;
  const Id group_ = Id::make();
};

Result<Id> id_in(const JsonValue& request, std::string_view name) {
  const JsonValue* value = find(request, name);
  const auto id = value && value->IsString() ? Id::parse(view(*value)) : std::nullopt;
  if (!id) return bad_merge(fmt::format("\"{}\" must be the id of a record.", name), std::string(name));
  return *id;
}

Result<> read_choices(const Context& context, const JsonValue& fields, MergeRequest& request) {
  if (!fields.IsObject()) return bad_merge("\"fields\" must be an object of fields and the ids their values are taken from.", "fields");
  for (const auto& member : fields.GetObject()) {
    const std::string name(first_characters(view(member.name), 100));
    const meta::Field* field = context.readable_field(view(member.name));
    if (!field) return invalid("unknown_field", fmt::format("{} has no field \"{}\".", context.entity->label_one, name), name);
    const auto id = member.value.IsString() ? Id::parse(view(member.value)) : std::nullopt;
    if (!id || !is_merged(request, *id)) return bad_merge(fmt::format("\"{}\" can only be taken from one of the records that are merged.", name), name);
    request.fields.emplace(field->name, *id);
  }
  return {};
}

}  // namespace

Result<MergeRequest> read_merge_request(const Context& context, const JsonValue& input) {
  if (!input.IsObject()) return bad_merge("A merge is {\"winner\":id,\"losers\":[ids],\"fields\":{..}}.", "");
  MergeRequest request;
  PROBITY_ASSIGN(request.winner, id_in(input, "winner"));
  const JsonValue* losers = find(input, "losers");
  if (!losers || !losers->IsArray() || losers->Empty() || losers->Size() > kMostLosers) {
    return bad_merge(fmt::format("\"losers\" must be a list of 1 to {} ids.", kMostLosers), "losers");
  }
  for (const JsonValue& value : losers->GetArray()) {
    const auto id = value.IsString() ? Id::parse(view(value)) : std::nullopt;
    if (!id) return bad_merge("\"losers\" must be a list of ids.", "losers");
    if (is_merged(request, *id)) return bad_merge("A record cannot be merged with itself.", "losers");
    request.losers.push_back(*id);
  }
  if (const JsonValue* fields = find(input, "fields"); fields && !fields->IsNull()) PROBITY_TRY(read_choices(context, *fields, request));
  return request;
}

Result<> write_merge_preview(Records&, const Context& context, const MergeRequest& request, JsonWriter& writer) {
  PROBITY_TRY(may(context, Verb::merge));
  return context.database->read([&](store::Reader& reader) -> Result<> {
    PROBITY_ASSIGN(const Merging merging, read_records(context, reader, request));
    write_united(context, merging.winner.after, merging.conflicts, std::nullopt, writer);
    return {};
  });
}

Result<> merge(Records& records, const Context& context, const MergeRequest& request, JsonWriter& writer) {
  PROBITY_TRY(may(context, Verb::merge));
  Merge merge(records, context, request);
  PROBITY_ASSIGN(const Merging merged, merge.run());
  write_united(context, merged.winner.after, merged.conflicts, merge.group(), writer);
  return {};
}

}  // namespace probity::records
