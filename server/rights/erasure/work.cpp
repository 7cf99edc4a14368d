#include "rights/erasure/work.hpp"

#include "base/fault.hpp"
#include "base/time.hpp"
#include "records/forgetting/forget.hpp"
#include "rights/erasure/collect.hpp"
#include "store/tables.hpp"

namespace probity::erasure {
namespace {

constexpr std::size_t kMostSightings = 10'000;
/// What came while it was looked for is taken too, so often.
constexpr int kRounds = 3;

/// Sightings that are records which can be cleaned, each once.
std::vector<std::pair<const meta::Entity*, Id>> records_in(const Scan& scan) {
  std::set<std::pair<std::string_view, Id>> seen;
  std::vector<std::pair<const meta::Entity*, Id>> found;
  for (const Sighting& one : scan.sightings) {
    if (!one.entity || one.entity->name == "erasure" || !seen.emplace(one.entity->name, one.record).second) continue;
    found.emplace_back(one.entity, one.record);
  }
  return found;
}

/// Records of other people that were sighted: what they say is theirs.
std::set<Id> other_people(const Scan& scan, const std::vector<Id>& people) {
  std::set<Id> others;
  for (const Sighting& one : scan.sightings) {
    const bool is_other = one.entity && one.entity->subject.kind == meta::Subject::Kind::self && std::ranges::find(people, one.record) == people.end();
    if (is_other) others.insert(one.record);
  }
  return others;
}

std::string words_of(const std::vector<std::string>& left) {
  return fmt::format("Something of the person was still found in {} place{}: {}. It is tried again by itself.", left.size(), left.size() == 1 ? "" : "s", fmt::join(left, ", "));
}

}  // namespace

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
  for (int round = 0; round < kRounds; ++round) {
    PROBITY_TRY(take_values(record));
    if (!is_skipped("scrub")) PROBITY_TRY(context_.database->scrub());
    const Timestamp scrubbed_at = now();
    fault_point("erasure.scrubbed");
    PROBITY_ASSIGN(Rescan found, rescan(record));
    found.scrubbed_at = scrubbed_at;
    if (found.left.empty() || skips_anything()) return certify(record, found);
    record.problem = words_of(found.left);
  }
  PROBITY_TRY(book_.update(record));
  return fail(ErrorKind::unavailable, "something_left", record.problem);
}

Result<reach::Reach> Work::reach_now(const Record& record) {
  std::optional<reach::Reach> reach;
  PROBITY_TRY(context_.database->read([&](store::Reader& reader) -> Result<> {
    PROBITY_ASSIGN(reach, reach::reach_of(context_, reader, record.people));
    return {};
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
  PROBITY_TRY(context_.database->read([&](store::Reader& reader) { return collect(context_, reader, reach_, record.needles); }));
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
    record.found = found_json(reach_, places, *context_.policy->policy, recipients);
  }
  return book_.update(record);
}

Result<> Work::take_values(Record& record) {
  PROBITY_ASSIGN(const Scan seen, scan(context_, record.needles, kMostSightings));
  Rows rows(parts_.records, context_, record.needles, record.id);
  if (!is_skipped("other_records")) PROBITY_TRY(rows.clean_elsewhere(records_in(seen)));
  if (!is_skipped("histories")) PROBITY_TRY(records::forget_in_histories(context_, [&](std::string_view text) { return record.needles.without(text); }, other_people(seen, record.people)));
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
  store::Plan plan;
  for (const reach::Reached& one : reach_.records) {
    if (one.effect != reach::Effect::keep) plan.remove(store::kIdempotency, {{"record", cell(one.record)}});
  }
  if (plan.operations.empty()) return {};
  PROBITY_TRY(context_.database->write_and_wait(std::move(plan)));
  return {};
}

Result<Rescan> Work::rescan(const Record& record) {
  Rescan result{.scan = {}, .left = {}};
  PROBITY_ASSIGN(result.scan, scan(context_, record.needles, kMostSightings));
  const std::set<Id> others = other_people(result.scan, record.people);
  std::set<std::string> left;
  for (const Sighting& one : result.scan.sightings) {
    others.contains(one.record) ? (void)++result.with_others : (void)left.insert(one.table + "." + one.column);
  }
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
  const std::string& workspace = context_.workspace->slug();
  const bool certified = !record.under_way();
  PROBITY_ASSIGN(const auto entries, ledger_.read(workspace));
  const bool there = std::ranges::any_of(entries, [&](const Entry& entry) { return entry.erasure == record.id && entry.certified == certified; });
  if (there) return {};
  return ledger_.append(workspace, {record.id, record.entity, record.people, record.ground, certified ? record.certified_at : record.begun_at, certified});
}

}  // namespace probity::erasure
