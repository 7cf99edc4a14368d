#include "rights/retention/due.hpp"

#include <charconv>

#include "base/text.hpp"
#include "records/reading/reading.hpp"

namespace probity::retention {
namespace {

using store::Comparison;
using store::Condition;

/// Rows looked at in one view of the database.
constexpr int kRowsAtOnce = 2'000;
/// The end of a period is monotonous but for the last days of months, which fall together in a shorter one.
constexpr Timestamp kSlack = 4 * kDay;

Condition before(const meta::Entity& entity, int column, bool is_day, Timestamp limit) {
  const std::int64_t value = is_day ? std::int64_t{day_of(limit, {})} : limit;
  return Condition::compare_with(entity.columns[static_cast<std::size_t>(column)].name, Comparison::less_or_equal, Cell{value});
}

bool is_typed(const meta::Entity& entity, const Clock& clock) {
  return clock.from == Clock::From::column && entity.columns[static_cast<std::size_t>(clock.column)].field >= 0;
}

std::string name_of_column(const meta::Entity& entity, int column) { return entity.columns[static_cast<std::size_t>(column)].name; }

/// A link to many is empty in two ways.
bool leads_to_one(const meta::Entity& entity, int column) {
  const int field = entity.columns[static_cast<std::size_t>(column)].field;
  return field >= 0 && entity.fields[static_cast<std::size_t>(field)].type->name() == "link";
}

}  // namespace

Finder::Finder(const Rules& rules, store::Database& database, const records::Catalog& catalog, Timestamp at)
    : rules_(rules), database_(database), catalog_(catalog), at_(at) {}

const Said& Finder::said() const {
  return place_.said < of().whole.size() ? of().whole[place_.said] : of().parts[place_.said - of().whole.size()];
}

void Finder::advance() {
  place_.after.reset();
  if (place_.phase == Phase::live) {
    place_.phase = Phase::binned;
    return;
  }
  place_.phase = Phase::live;
  if (++place_.said < said_count()) return;
  place_.said = 0;
  ++place_.entity;
}

std::optional<store::Query> Finder::query() const {
  const Said& said = this->said();
  const meta::Entity& entity = *of().entity;
  if (!said.rule->keep || (!only_.empty() && said.rule->id != only_)) return std::nullopt;
  const bool live = place_.phase == Phase::live;
  if (live && said.rule->starts == privacy::Starts::deleted) return std::nullopt;
  std::vector<Condition> all{live ? Condition::is_null("_deleted_at") : Condition::not_of(Condition::is_null("_deleted_at"))};
  std::string order = live ? "_id" : "_deleted_at";
  const Timestamp limit = said.rule->keep->before(at_) + kSlack;
  switch (said.clock.from) {
    case Clock::From::nothing: return std::nullopt;
    case Clock::From::account:
      if (!rules_.closed_at() || said.rule->keep->after(*rules_.closed_at()) > at_) return std::nullopt;
      break;
    case Clock::From::column:
      all.push_back(before(entity, said.clock.column, said.clock.is_day, limit));
      for (const int link : said.clock.emptied) {
        if (leads_to_one(entity, link)) all.push_back(Condition::is_null(name_of_column(entity, link)));
      }
      if (live) order = name_of_column(entity, said.clock.column);
      break;
    case Clock::From::looks:
      all.push_back(before(entity, meta::kCreatedAt, false, limit));
      all.push_back(Condition::not_of(records::looked_at_after(limit)));
      if (live) order = "_created_at";
      break;
  }
  return store::Query{.columns = catalog_.tables(entity).all, .where = Condition::all_of(std::move(all)), .order = store::Order{.column = order}, .limit = kRowsAtOnce, .after = place_.after};
}

/// Whether there is no part left to speak of.
Result<bool> Finder::is_over_whole(Scale& scale, const Row& row) const {
  PROBITY_ASSIGN(const auto weights, scale.whole(row));
  const Verdict verdict = Scale::verdict_of(weights);
  return verdict.is_over(at_) && verdict.said->rule->action != privacy::RetentionAction::archive;
}

/// False where there is nothing more in this phase.
Result<bool> Finder::scan(std::size_t limit, std::vector<Due>& found) {
  const auto query = this->query();
  if (!query) return false;
  const Said& said = this->said();
  const int order = of().entity->column(query->order->column);
  int rows = 0;
  bool full = false;
  PROBITY_TRY(database_.read([&](store::Reader& reader) -> Result<> {
    Scale scale(rules_, of(), reader);
    Result<> weighed;
    PROBITY_TRY(reader.each(*query, [&](const Row& row) {
      ++rows;
      place_.after = store::Position{row.cell(order), row.cell(meta::kId)};
      // An erasure is at work on it.
      if ((row.integer(meta::kSubjectState) & privacy::kErasing) != 0) return true;
      const auto verdict = scale.verdict(row, said);
      if (!verdict) {
        weighed = std::unexpected(verdict.error());
        return false;
      }
      const auto goes_whole = said.fields.empty() ? Result<bool>(false) : is_over_whole(scale, row);
      if (!goes_whole) {
        weighed = std::unexpected(goes_whole.error());
        return false;
      }
      if (verdict->said == &said && verdict->is_over(at_) && !*goes_whole && !is_done(said, *of().entity, row)) {
        found.push_back({.of = &of(), .said = &said, .record = row.id(meta::kId), .start = verdict->start.value_or(0), .until = *verdict->until,
                         .known_since = is_typed(*of().entity, said.clock) ? row.integer(meta::kUpdatedAt) : 0});
      }
      full = found.size() >= limit;
      return !full;
    }));
    return weighed;
  }));
  return full || rows == kRowsAtOnce;
}

Result<std::vector<Due>> Finder::next(std::size_t limit) {
  std::vector<Due> found;
  while (!at_end() && found.size() < limit) {
    PROBITY_ASSIGN(const bool more, scan(limit, found));
    if (more) continue;
    const bool last_phase = place_.phase == Phase::binned;
    advance();
    if (last_phase && !found.empty()) break;
  }
  return found;
}

std::string Finder::position() const {
  if (at_end()) return {};
  std::string text = fmt::format("{}.{}.{}", of().entity->name, said().rule->id, place_.phase == Phase::live ? "live" : "binned");
  if (!place_.after) return text;
  const Cell& key = place_.after->key;
  return text + fmt::format(".{}.{}", std::holds_alternative<Blob>(key) ? std::string("id") : std::to_string(integer_of(key)), id_of(place_.after->tie).text());
}

bool Finder::go_to(std::string_view position) {
  const std::vector<std::string_view> parts = split(position, '.');
  if (parts.size() != 3 && parts.size() != 5) return false;
  for (place_ = {}; !at_end(); advance()) {
    const std::string_view phase = place_.phase == Phase::live ? "live" : "binned";
    if (of().entity->name == parts[0] && said().rule->id == parts[1] && phase == parts[2]) break;
  }
  if (at_end()) return false;
  if (parts.size() == 3) return true;
  const auto id = Id::parse(parts[4]);
  if (!id) return false;
  std::int64_t key = 0;
  const auto [end, error] = std::from_chars(parts[3].data(), parts[3].data() + parts[3].size(), key);
  const bool is_number = error == std::errc() && end == parts[3].data() + parts[3].size();
  if (!is_number && parts[3] != "id") return false;
  place_.after = store::Position{is_number ? Cell{key} : cell(*id), cell(*id)};
  return true;
}

}  // namespace probity::retention
