#include "rights/erasure/rows.hpp"

#include <deque>

#include "base/fault.hpp"
#include "records/batch/bulk.hpp"
#include "records/change.hpp"
#include "records/forgetting/forget.hpp"
#include "records/links.hpp"
#include "records/subject/marks.hpp"
#include "store/tables.hpp"

namespace probity::erasure {
namespace {

using reach::Effect;
using reach::Reached;
using records::Draft;
using records::Verb;

constexpr std::size_t kAtOnce = 200;
constexpr int kRounds = 40;
constexpr std::string_view kLinkedAgain = "linked_again";

std::unexpected<Error> busy() {
  return fail(ErrorKind::unavailable, "busy", "Others keep changing what concerns this person. What is left goes when it is tried again, which happens by itself.");
}

/// Gone by another hand meanwhile is as good.
Result<> check(const std::vector<Result<records::Written>>& written) {
  for (const auto& one : written) {
    if (!one && one.error().kind != ErrorKind::not_found) return std::unexpected(one.error());
  }
  return {};
}

bool is_held(const Draft& draft) { return (integer_of(draft.before[meta::kSubjectState]) & privacy::kHeld) != 0; }

std::unexpected<Error> held() {
  return fail(ErrorKind::conflict, "held", "A hold was put on this person while the erasure was under way. What is left stays until the hold ends, and goes then.");
}

}  // namespace

Result<> Rows::take_linked(const reach::Reach& reach) {
  std::vector<Reached> going;
  std::vector<Reached> staying;
  for (const Reached& one : reach.records) {
    if (one.effect == Effect::remove) going.push_back(one);
    if (one.effect == Effect::mask || one.effect == Effect::unlink || one.effect == Effect::keep) staying.push_back(one);
  }
  for (std::size_t begin = 0; begin < staying.size(); begin += kAtOnce) {
    const std::vector<Reached> some(staying.begin() + static_cast<std::ptrdiff_t>(begin), staying.begin() + static_cast<std::ptrdiff_t>(std::min(begin + kAtOnce, staying.size())));
    std::deque<records::Context> contexts;
    records::Bulk bulk(records_, context_);
    for (const Reached& one : some) {
      contexts.push_back(records::by_program(context_, *one.entity));
      bulk.alter_at(contexts.back(), one.record, Verb::erase, {.group = group_}, [&](store::Reader&, Draft& draft) { return let_go(one, reach.people, draft); });
    }
    PROBITY_TRY(check(bulk.run()));
    fault_point("erasure.linked_gone");
  }
  for (std::size_t begin = 0; begin < going.size(); begin += kAtOnce) {
    PROBITY_TRY(take({going.begin() + static_cast<std::ptrdiff_t>(begin), going.begin() + static_cast<std::ptrdiff_t>(std::min(begin + kAtOnce, going.size()))}));
    fault_point("erasure.linked_gone");
  }
  std::vector<Id> shared;
  for (const Reached& one : staying) {
    if (one.effect == Effect::mask && one.concerns_others) shared.push_back(one.record);
  }
  PROBITY_TRY(records::forget_in_histories_of(context_, [this](std::string_view text) { return needles_.without_names(text); }, shared));
  std::vector<records::Left> left;
  for (const Reached& one : staying) left.push_back({one.entity, one.record});
  return records::unconcern(context_, left, reach.people);
}

/// A record that stays: its links to the people go, and of its values what the model says.
Result<> Rows::let_go(const Reached& one, const std::vector<Id>& people, Draft& draft) const {
  for (const meta::Field* field : one.links) {
    for (const Id& person : people) records::relink(draft, *field, person, Id{});
  }
  for (const Id& person : people) draft.also.remove(store::kEdge, {{"to_record", cell(person)}, {"from_record", cell(one.record)}});
  draft.always = true;
  if (one.effect != Effect::mask) return {};
  if (one.concerns_others) {
    clean(context_, needles_, draft);
  } else {
    empty(context_, draft);
  }
  return {};
}

/// To the bin first, so that what follows from a record's going follows; then for good.
Result<> Rows::take(const std::vector<Reached>& records) {
  std::deque<records::Context> contexts;
  records::Bulk bulk(records_, context_);
  for (const Reached& one : records) {
    contexts.push_back(records::by_program(context_, *one.entity));
    bulk.alter_at(contexts.back(), one.record, Verb::remove, {.group = group_}, [&context = contexts.back()](store::Reader&, Draft& draft) -> Result<> {
      if (draft.live_before()) records::put_in_bin(context, draft);
      draft.forget = true;
      return {};
    });
  }
  PROBITY_TRY(check(bulk.run()));
  for (int round = 0; round < kRounds; ++round) {
    for (const Reached& one : records) PROBITY_TRY(release(one.record));
    records::Bulk ends(records_, context_);
    for (std::size_t index = 0; index < records.size(); ++index) {
      ends.alter_at(contexts[index], records[index].record, Verb::purge, {.group = group_}, [this](store::Reader& reader, Draft& draft) -> Result<> {
        PROBITY_ASSIGN(const auto links, records::incoming_links(context_, reader, draft.id, 1));
        if (!links.empty()) return fail(ErrorKind::conflict, std::string(kLinkedAgain), "");
        if (is_held(draft)) return held();
        draft.after.clear();
        draft.forget = true;
        return {};
      });
    }
    const auto ended = check(ends.run());
    if (ended || ended.error().code != kLinkedAgain) return ended;
  }
  return busy();
}

/// Links of records that the reach does not tell of: those lose the link alone.
Result<> Rows::release(const Id& id) {
  if (is_skipped("linked.unlink")) return {};
  for (;;) {
    std::vector<records::IncomingLink> links;
    PROBITY_TRY(context_.database->read([&](store::Reader& reader) -> Result<> {
      PROBITY_ASSIGN(links, records::incoming_links(context_, reader, id, static_cast<int>(kAtOnce)));
      return {};
    }));
    if (links.empty()) return {};
    std::deque<records::Context> contexts;
    records::Bulk bulk(records_, context_);
    for (const records::IncomingLink& link : links) {
      contexts.push_back(records::by_program(context_, *link.entity));
      bulk.alter_at(contexts.back(), link.record, Verb::erase, {.group = group_}, [&link, &id](store::Reader&, Draft& draft) -> Result<> {
        for (const meta::Field* field : link.fields) records::relink(draft, *field, id, Id{});
        draft.also.remove(store::kEdge, {{"to_record", cell(id)}, {"from_record", cell(link.record)}});
        draft.always = true;
        return {};
      });
    }
    PROBITY_TRY(check(bulk.run()));
  }
}

Result<> Rows::take_people(const reach::Reach& reach) {
  std::vector<Reached> people;
  std::ranges::copy_if(reach.records, std::back_inserter(people), [](const Reached& one) { return one.effect == Effect::self; });
  PROBITY_TRY(take(people));
  PROBITY_TRY(records::forget_people(context_, reach.people));
  fault_point("erasure.person_gone");
  return {};
}

Result<> Rows::clean_elsewhere(const std::vector<Elsewhere>& found) {
  std::vector<Id> cleaned;
  for (const Elsewhere& one : found) {
    if (one.cleaned == 0) continue;
    const records::Context at = records::by_program(context_, *one.entity);
    std::optional<Needles> others;
    const auto altered = records_.alter(at, one.record, Verb::erase, {.group = group_}, [&](store::Reader&, Draft& draft) -> Result<> {
      others = but_its_own(*one.entity, CellRow(draft.before), needles_);
      clean_of_others(at, others ? *others : needles_, draft);
      return {};
    });
    if (!altered && altered.error().kind != ErrorKind::not_found) return std::unexpected(altered.error());
    if (!others) {
      cleaned.push_back(one.record);
      continue;
    }
    PROBITY_TRY(records::forget_in_histories_of(context_, [&](std::string_view text) { return others->without(text); }, {one.record}));
  }
  PROBITY_TRY(records::forget_in_histories_of(context_, [this](std::string_view text) { return needles_.without(text); }, cleaned));
  return {};
}

}  // namespace probity::erasure
