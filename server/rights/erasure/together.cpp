#include "rights/erasure/together.hpp"

#include "base/fault.hpp"
#include "base/time.hpp"
#include "records/forgetting/forget.hpp"
#include "records/subject/state.hpp"
#include "rights/erasure/collect.hpp"
#include "rights/erasure/held.hpp"

namespace probity::erasure {
namespace {

std::vector<disclosure::Recipient> recipients_in(const std::vector<std::pair<disclosure::Recipient, Needles>>& got) {
  std::vector<disclosure::Recipient> recipients;
  for (const auto& [recipient, needles] : got) recipients.push_back(recipient);
  return recipients;
}

void add(const disclosure::Recipient& more, disclosure::Recipient& all) {
  all.times += more.times;
  all.perhaps += more.perhaps;
  all.first = std::min(all.first, more.first);
  all.last = std::max(all.last, more.last);
}

}  // namespace

Result<std::optional<Record>> Together::begin(const std::string& entity, const std::vector<Id>& people, const std::string& ground, const Id& run) {
  Record record{.id = Id::make(), .entity = entity, .people = {}, .ground = ground, .request = {}, .actor = {}, .begun_at = now(), .certificate = {}, .found = {}, .needles = {}, .problem = {}, .run = run};
  std::optional<reach::Reach> reach;
  PROBITY_TRY(context_.database->read([&](store::Reader& reader) -> Result<> {
    PROBITY_ASSIGN(reach, reach::reach_of_all(context_, reader, people));
    PROBITY_TRY(check_not_held(context_, reader, *reach));
    PROBITY_TRY(keep_held(context_, reader, *reach));
    return collect(context_, reader, *reach, record.needles);
  }));
  if (reach->people.empty()) return std::optional<Record>();
  record.people = reach->people;
  PROBITY_ASSIGN(const auto got, who_got(record.people));
  PROBITY_ASSIGN(const auto apart, kept_apart(parts_, context_, record.people));
  record.found = record.needles.without(found_json(*reach, {}, *context_.policy->policy, recipients_in(got), apart, {}));
  PROBITY_TRY(book_.write(record, [&](store::Reader& reader, store::Plan& plan) -> Result<> {
    return records::plan_states(context_, reader, record.people, [](privacy::SubjectState state) { return state | privacy::kErasing; }, plan);
  }));
  fault_point("together.intended");
  PROBITY_TRY(Work(parts_, places_, ledger_, context_).enter_in_ledger(record));
  if (parts_.orders) {
    Orders orders(parts_.records, context_, *parts_.orders);
    for (const auto& [recipient, needles] : got) PROBITY_TRY(orders.give(Orders::Kind::erase, record.id, {recipient}, needles));
  }
  return record;
}

/// Each with what tells those alone of whom they got something.
Result<std::vector<std::pair<disclosure::Recipient, Needles>>> Together::who_got(const std::vector<Id>& people) {
  std::map<std::pair<std::string, std::string>, std::pair<disclosure::Recipient, Needles>> got;
  if (parts_.orders) {
    Orders orders(parts_.records, context_, *parts_.orders);
    for (const Id& person : people) {
      PROBITY_ASSIGN(const auto recipients, orders.recipients({person}));
      if (recipients.empty()) continue;
      Needles needles;
      PROBITY_TRY(context_.database->read([&](store::Reader& reader) -> Result<> {
        PROBITY_ASSIGN(const reach::Reach reach, reach::reach_of(context_, reader, std::vector<Id>{person}));
        return collect(context_, reader, reach, needles);
      }));
      for (const disclosure::Recipient& recipient : recipients) {
        auto [entry, first] = got.try_emplace({recipient.id, recipient.name}, recipient, Needles());
        if (!first) add(recipient, entry->second.first);
        entry->second.second.add_all_but_names(needles);
      }
    }
  }
  std::vector<std::pair<disclosure::Recipient, Needles>> all;
  for (auto& [key, one] : got) all.push_back(std::move(one));
  return all;
}

Result<> Together::take(Record& record) {
  std::optional<reach::Reach> reach;
  const std::string known = record.needles.packed();
  PROBITY_TRY(context_.database->read([&](store::Reader& reader) -> Result<> {
    PROBITY_ASSIGN(reach, reach::reach_of(context_, reader, record.people));
    PROBITY_TRY(keep_held(context_, reader, *reach));
    return collect(context_, reader, *reach, record.needles);
  }));
  if (record.needles.packed() != known) PROBITY_TRY(book_.update(record));
  std::set<Id> going;
  for (const reach::Reached& one : reach->records) {
    if (one.effect != reach::Effect::keep) going.insert(one.record);
  }
  if (going.empty()) return {};
  PROBITY_TRY(records::forget_requests(context_, going));
  Rows rows(parts_.records, context_, record.needles, record.run);
  PROBITY_TRY(rows.take_linked(*reach));
  PROBITY_TRY(rows.take_people(*reach));
  fault_point("together.gone");
  return {};
}

Result<> Together::certify(const std::function<bool(const Id&)>& is_taken) {
  PROBITY_ASSIGN(auto pending, book_.under_way());
  std::erase_if(pending, [](const Pending& one) { return one.run.is_nil(); });
  for (std::size_t begin = 0; begin < pending.size();) {
    std::size_t people = 0;
    std::size_t end = begin;
    while (end < pending.size() && (end == begin || people + pending[end].people.size() <= kMostTogether)) people += pending[end++].people.size();
    PROBITY_TRY(certify_some(std::span(pending).subspan(begin, end - begin), is_taken));
    begin = end;
  }
  return {};
}

Result<> Together::certify_some(std::span<const Pending> some, const std::function<bool(const Id&)>& is_taken) {
  Record all{.id = some.front().run, .entity = {}, .people = {}, .ground = {}, .request = {}, .actor = {}, .certificate = {}, .found = {}, .needles = {}, .problem = {}};
  Work work(parts_, places_, ledger_, context_);
  for (const Pending& one : some) {
    PROBITY_ASSIGN(Record record, book_.find(one.id));
    PROBITY_TRY(work.enter_in_ledger(record));
    if (!is_taken(record.id)) PROBITY_TRY(take(record));
    all.people.insert(all.people.end(), record.people.begin(), record.people.end());
    all.needles.add_all_but_names(record.needles);
  }
  const reach::Reach nobody;
  PROBITY_ASSIGN(auto held, look_through(places_, {context_.workspace->slug(), context_, nobody, all.needles}));
  PROBITY_ASSIGN(Rescan found, work.clear(all));
  found.held = std::move(held);
  found.together = static_cast<std::int64_t>(some.size());
  for (const Pending& one : some) {
    PROBITY_ASSIGN(Record record, book_.find(one.id));
    if (found.left.empty()) {
      PROBITY_TRY(work.certify(record, found));
      continue;
    }
    record.problem = words_of_left(found.left);
    PROBITY_TRY(book_.update(record));
  }
  if (found.left.empty()) return {};
  return fail(ErrorKind::unavailable, "something_left", words_of_left(found.left));
}

}  // namespace probity::erasure
