#include "rights/erasure/work.hpp"

#include "base/fault.hpp"
#include "base/time.hpp"
#include "records/forgetting/forget.hpp"
#include "rights/erasure/collect.hpp"
#include "rights/erasure/held.hpp"
#include "store/tables.hpp"

namespace probity::erasure {
namespace {

/// What came while it was looked for is taken too, so often.
constexpr int kRounds = 3;

/// What was seen of somebody, sorted out. What other people say of themselves is theirs, and so is what the store keeps
/// beside their records.
class Seen {
 public:
  explicit Seen(const std::vector<Id>& people) : people_(people.begin(), people.end()) {}

  void add(const Sighting& one) {
    const std::string& place = *places_.emplace(fmt::format("{}.{}", one.table, one.column)).first;
    ++by_record_[{one.record, &place}];
    if (!one.entity || one.entity->name == "erasure") return;
    records_.emplace(one.entity, one.record);
  }
  /// What stays of them, though something of the person is in it, was told before and is no remainder.
  void set_apart(const std::vector<Elsewhere>& judged) {
    for (const Elsewhere& one : judged) {
      if (one.kept && !people_.contains(one.record)) others_.emplace(one.record, one.entity);
    }
  }
  /// Records that can be cleaned, each once.
  std::vector<std::pair<const meta::Entity*, Id>> records() const { return {records_.begin(), records_.end()}; }
  /// Records of others, to be left as they are; those of other people whole.
  std::set<Id> others() const {
    std::set<Id> ids;
    for (const auto& [id, entity] : others_) ids.insert(id);
    return ids;
  }
  std::vector<Kept> kept() const {
    std::map<std::string_view, std::vector<Id>> by_entity;
    for (const auto& [id, entity] : others_) by_entity[entity->name].push_back(id);
    std::vector<Kept> kept;
    for (auto& [entity, ids] : by_entity) kept.push_back({std::string(entity), std::move(ids)});
    return kept;
  }
  /// By table and column.
  std::set<std::string> left() const {
    std::set<std::string> left;
    for (const auto& [where, times] : by_record_) {
      if (!others_.contains(where.first)) left.insert(*where.second);
    }
    return left;
  }

 private:
  std::set<Id> people_;
  std::map<Id, const meta::Entity*> others_;
  std::set<std::string> places_;
  std::map<std::pair<Id, const std::string*>, std::int64_t> by_record_;
  std::set<std::pair<const meta::Entity*, Id>> records_;
};

}  // namespace

Result<std::vector<KeptApart>> kept_apart(const Erasures::Parts& parts, const records::Context& context, const std::vector<Id>& people) {
  std::vector<KeptApart> kept;
  if (!parts.kept_apart) return kept;
  PROBITY_TRY(context.database->read([&](store::Reader& reader) -> Result<> {
    PROBITY_ASSIGN(kept, parts.kept_apart(context, reader, people));
    return {};
  }));
  return kept;
}

Result<std::vector<Elsewhere>> look_elsewhere(const records::Context& context, const Needles& needles, const reach::Reach& reach) {
  Seen seen(reach.people);
  PROBITY_TRY(scan(context, needles, [&](const Sighting& one) { seen.add(one); }));
  return judge_elsewhere(context, needles, reach, seen.records());
}

std::string words_of_left(const std::vector<std::string>& left) {
  return fmt::format("Something of the person was still found in {} place{}: {}. It is tried again by itself.", left.size(), left.size() == 1 ? "" : "s", fmt::join(left, ", "));
}

void leave_out_skipped(reach::Reach& reach) {
  if (!skips_anything()) return;
  std::erase_if(reach.records, [](const reach::Reached& one) {
    return !one.links.empty() && std::ranges::all_of(one.links, [&](const meta::Field* field) { return is_skipped(fmt::format("link.{}.{}", one.entity->name, field->name)); });
  });
}

Result<std::map<std::string, std::vector<Find>>> look_through(const std::vector<Place>& places, const Target& target) {
  std::map<std::string, std::vector<Find>> found;
  for (const Place& place : places) {
    PROBITY_ASSIGN(found[place.name], place.find(target));
  }
  return found;
}

Result<> Work::carry_out(const Id& erasure) {
  PROBITY_ASSIGN(Record record, book_.find(erasure));
  if (!record.under_way()) return enter_in_ledger(record);
  PROBITY_TRY(enter_in_ledger(record));
  PROBITY_TRY(prepare(record));
  // Before the records go: afterwards nothing leads to them any more.
  if (!is_skipped("request_keys")) PROBITY_TRY(forget_keys());
  PROBITY_TRY(take_records(record));
  PROBITY_ASSIGN(const Rescan found, clear(record));
  if (found.left.empty() || skips_anything()) return certify(record, found);
  record.problem = words_of_left(found.left);
  PROBITY_TRY(book_.update(record));
  return fail(ErrorKind::unavailable, "something_left", record.problem);
}

Result<Rescan> Work::clear(const Record& record) {
  for (int round = 1;; ++round) {
    PROBITY_TRY(take_values(record));
    if (!is_skipped("scrub")) PROBITY_TRY(context_.database->scrub());
    const Timestamp scrubbed_at = now();
    fault_point("erasure.scrubbed");
    PROBITY_ASSIGN(Rescan found, rescan(record));
    found.scrubbed_at = scrubbed_at;
    if (found.left.empty() || skips_anything() || round == kRounds) return found;
  }
}

Result<reach::Reach> Work::reach_now(const Record& record) {
  std::optional<reach::Reach> reach;
  PROBITY_TRY(context_.database->read([&](store::Reader& reader) -> Result<> {
    PROBITY_ASSIGN(reach, reach::reach_of(context_, reader, record.people));
    return keep_held(context_, reader, *reach);
  }));
  leave_out_skipped(*reach);
  return std::move(*reach);
}

Result<> Work::take_records(const Record& record) {
  Rows rows(parts_.records, context_, record.needles, record.id);
  reach::Reach reach = reach_;
  if (skips_anything()) std::erase_if(reach.records, [](const reach::Reached& one) { return is_skipped(fmt::format("linked.{}", reach::name_of(one.effect))); });
  PROBITY_TRY(rows.take_linked(reach));
  if (is_skipped("people")) return {};
  return rows.take_people(reach);
}

/// What there is to find is remembered before any of it goes.
Result<> Work::prepare(Record& record) {
  PROBITY_ASSIGN(reach_, reach_now(record));
  const std::string known = record.needles.packed();
  PROBITY_TRY(context_.database->read([&](store::Reader& reader) -> Result<> {
    PROBITY_TRY(collect(context_, reader, reach_, record.needles));
    return forget_common(context_, reader, reach_, record.needles);
  }));
  const bool first = record.found.empty();
  if (!first && record.needles.packed() == known) return {};
  if (first) {
    PROBITY_ASSIGN(const auto places, look_through(places_, {context_.workspace->slug(), context_, reach_, record.needles}));
    std::vector<disclosure::Recipient> recipients;
    if (parts_.orders) {
      Orders orders(parts_.records, context_, *parts_.orders);
      PROBITY_ASSIGN(recipients, orders.recipients(record.people));
      PROBITY_TRY(orders.give(Orders::Kind::erase, record.id, recipients, record.needles));
    }
    PROBITY_ASSIGN(const auto apart, kept_apart(parts_, context_, record.people));
    PROBITY_ASSIGN(const auto elsewhere, look_elsewhere(context_, record.needles, reach_));
    // A recipient may be called like the person, or be them.
    record.found = record.needles.without(found_json(reach_, places, *context_.policy->policy, recipients, apart, elsewhere));
  }
  return book_.update(record);
}

Result<> Work::take_values(const Record& record) {
  Seen seen(record.people);
  PROBITY_TRY(scan(context_, record.needles, [&](const Sighting& one) { seen.add(one); }));
  PROBITY_ASSIGN(const auto elsewhere, judge_elsewhere(context_, record.needles, {.people = record.people, .records = {}}, seen.records()));
  seen.set_apart(elsewhere);
  for (const Elsewhere& one : elsewhere) {
    if (one.cleaned > 0) cleaned_.emplace(one.record, one.entity);
  }
  Rows rows(parts_.records, context_, record.needles, record.id);
  if (!is_skipped("other_records")) PROBITY_TRY(rows.clean_elsewhere(elsewhere));
  if (!is_skipped("histories")) PROBITY_TRY(records::forget_in_histories(context_, [&](std::string_view text) { return record.needles.without(text); }, seen.others()));
  fault_point("erasure.values_gone");
  const Target target{context_.workspace->slug(), context_, reach_, record.needles};
  for (const Place& place : places_) {
    if (!is_skipped(step_of(place))) PROBITY_TRY(place.erase(target));
  }
  fault_point("erasure.places_gone");
  return {};
}

/// A key of idempotency is whatever a client chose, perhaps an address: it goes with the record it was used for.
Result<> Work::forget_keys() {
  std::set<Id> records;
  for (const reach::Reached& one : reach_.records) {
    if (one.effect != reach::Effect::keep) records.insert(one.record);
  }
  PROBITY_TRY(records::forget_requests(context_, records));
  return {};
}

Result<Rescan> Work::rescan(const Record& record) {
  Rescan result{.scan = {}, .held = {}, .left = {}};
  Seen seen(record.people);
  PROBITY_ASSIGN(result.scan, scan(context_, record.needles, [&](const Sighting& one) { seen.add(one); }));
  PROBITY_ASSIGN(const auto elsewhere, judge_elsewhere(context_, record.needles, {.people = record.people, .records = {}}, seen.records()));
  for (const Elsewhere& one : elsewhere) {
    if (one.kept && one.cleaned == 0) seen.set_apart({one});
  }
  result.kept = seen.kept();
  for (const auto& [id, entity] : cleaned_) ++result.cleaned[entity->name];
  std::set<std::string> left = seen.left();
  const Target target{context_.workspace->slug(), context_, reach_, record.needles};
  for (const Place& place : places_) {
    ++result.places;
    PROBITY_ASSIGN(const auto found, place.rescan(target));
    if (!found.empty()) left.insert(place.name);
  }
  result.left.assign(left.begin(), left.end());
  return result;
}

/// What it was looked for by goes with the certificate.
Result<> Work::certify(Record& record, const Rescan& rescan) {
  record.certified_at = now();
  record.problem.clear();
  record.certificate = certificate_json(record, rescan, parts_.secret);
  PROBITY_TRY(book_.update(record));
  fault_point("erasure.certified");
  return enter_in_ledger(record);
}

/// Nothing goes before the ledger outside says that it was to go, and nothing is at its end before the ledger says so.
Result<> Work::enter_in_ledger(const Record& record) {
  const bool certified = !record.under_way();
  return ledger_.append_once(context_.workspace->slug(), {record.id, record.entity, record.people, record.ground, certified ? record.certified_at : record.begun_at, certified});
}

}  // namespace probity::erasure
