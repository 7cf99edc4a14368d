#include "rights/retention/retention.hpp"

#include <map>

#include "base/time.hpp"
#include "records/record_json.hpp"
#include "rights/retention/run.hpp"

namespace probity::retention {
namespace {

using records::Context;

constexpr const char* kJob = "retention";
/// A run a day, at about the same hour.
constexpr Timestamp kBetweenRuns = 23 * kHour;
/// What is over its time longer than this was passed by.
constexpr Timestamp kAtLeastEvery = 25 * kHour;
constexpr std::size_t kAtOnce = 500;
/// Runs looked through for one that is under way.
constexpr int kRecentRuns = 20;

/// Whether the model records what the rule speaks of.
bool is_waiting(const privacy::RetentionRule& rule, const Rules& rules) {
  return std::ranges::none_of(rules.entities(), [&](const OfEntity& of) {
    const auto is_of = [&](const Said& said) { return said.rule == &rule; };
    return std::ranges::any_of(of.whole, is_of) || std::ranges::any_of(of.parts, is_of);
  });
}

Result<> each_due(Finder& finder, const std::function<void(const Due&)>& visit) {
  for (;;) {
    PROBITY_ASSIGN(const auto found, finder.next(kAtOnce));
    if (found.empty()) return {};
    for (const Due& due : found) visit(due);
  }
}

Result<> add_rows(const Context& workspace, const meta::Entity& entity, std::int64_t& rows) {
  return workspace.database->read([&](store::Reader& reader) -> Result<> {
    PROBITY_ASSIGN(const std::int64_t here, reader.count(entity.name, {}));
    rows += here;
    return {};
  });
}

/// What is due, by rule and kind of record, in the order of the policy; a rule of which nothing is due has one line.
Result<std::vector<Count>> count_due(const Context& workspace, const Rules& rules, Timestamp at) {
  std::map<std::pair<std::string, std::string>, Count> counted;
  Finder finder(rules, *workspace.database, *workspace.catalog, at);
  PROBITY_TRY(each_due(finder, [&](const Due& due) {
    const std::string& entity = due.of->entity->name;
    Count& count = counted.try_emplace({due.said->rule->id, entity}, Count{.rule = due.said->rule->id, .entity = entity, .action = due.said->rule->action}).first->second;
    ++count.count;
    count.oldest = std::min(count.oldest.value_or(due.start), due.start);
  }));
  std::vector<Count> counts;
  for (const privacy::RetentionRule& rule : rules.policy().retention) {
    const std::size_t before = counts.size();
    for (auto& [of, count] : counted) {
      if (of.first == rule.id) counts.push_back(std::move(count));
    }
    if (counts.size() == before) counts.push_back({.rule = rule.id, .entity = rule.entity, .action = rule.action});
  }
  return counts;
}

void write_words(const Due& due, const std::string& display, JsonWriter& writer) {
  writer.StartObject();
  key(writer, "rule");
  put(writer, due.said->rule->id);
  key(writer, "entity");
  put(writer, due.of->entity->name);
  key(writer, "id");
  put(writer, due.record.text());
  key(writer, "display");
  display.empty() ? (void)writer.Null() : put(writer, display);
  key(writer, "action");
  put(writer, name_of(due.said->rule->action));
  key(writer, "until");
  put(writer, format_timestamp(due.until));
  writer.EndObject();
}

/// As far as this access sees it.
Result<std::string> display_in(const Context& workspace, const Due& due) {
  std::string display;
  const Context context = records::at_entity(workspace, *due.of->entity);
  if (!records::is_open_to(workspace, *due.of->entity)) return display;
  PROBITY_TRY(workspace.database->read([&](store::Reader& reader) -> Result<> {
    PROBITY_TRY(reader.one(context.tables->all, "_id", cell(due.record), [&](const Row& row) {
      if (context.sees(row)) display = records::display_of(context, row);
      return false;
    }));
    return {};
  }));
  return display;
}

std::string month_of(Timestamp at) { return format_timestamp(at).substr(0, 7); }

}  // namespace

privacy::Access program(std::string_view workspace) {
  static const auto grants = privacy::Grants::make({.role = "program", .administrator = true});
  return {.actor = {}, .workspace = std::string(workspace), .purpose = std::string(privacy::kLegalObligation), .grants = grants, .origin = "retention"};
}

Retention::Retention(Parts parts) : parts_(std::move(parts)) {
  parts_.jobs.handle(kJob, [this](jobs::Running& running) { return run(running); });
}

Retention::~Retention() = default;

Result<Rules> Retention::rules_of(const Context& workspace, privacy::PolicyPointer policy) const {
  return Rules::of(parts_.records, workspace, policy ? std::move(policy) : workspace.policy, parts_.law.get());
}

Result<Explanation> Retention::explain(const Context& context, const Id& id) {
  PROBITY_TRY(parts_.records.cells(context, id));
  PROBITY_TRY(parts_.reading.flush(context.workspace->slug()));
  PROBITY_ASSIGN(const Rules rules, rules_of(context));
  Explanation explanation;
  PROBITY_TRY(context.database->read([&](store::Reader& reader) -> Result<> {
    std::vector<Cell> cells;
    PROBITY_TRY(reader.one(context.tables->all, "_id", cell(id), [&](const Row& row) {
      cells = records::cells_of(*context.entity, row);
      return false;
    }));
    if (cells.empty()) return records::no_such_record(*context.entity);
    PROBITY_ASSIGN(explanation, retention::explain(rules, context, reader, CellRow(cells)));
    return {};
  }));
  return explanation;
}

Result<std::vector<Count>> Retention::counts(const Context& workspace, std::optional<Timestamp> at) { return counts_under(workspace, workspace.policy, at.value_or(now())); }

Result<std::vector<Count>> Retention::counts_under(const Context& workspace, privacy::PolicyPointer policy, Timestamp at) {
  PROBITY_TRY(parts_.reading.flush(workspace.workspace->slug()));
  PROBITY_ASSIGN(const Rules rules, rules_of(workspace, std::move(policy)));
  return count_due(workspace, rules, at);
}

Result<Standing> Retention::standing(const Context& workspace, privacy::PolicyPointer policy, std::string_view rule, std::optional<Timestamp> since) {
  PROBITY_TRY(parts_.reading.flush(workspace.workspace->slug()));
  PROBITY_ASSIGN(const Rules rules, rules_of(workspace, std::move(policy)));
  PROBITY_ASSIGN(const auto last, last_summaries(workspace, 1));
  const Timestamp at = now();
  const Timestamp taken_before = std::max(last.empty() ? 0 : last.front().moment, at - kAtLeastEvery);
  Standing standing;
  for (const OfEntity& of : rules.entities()) {
    for (const auto* list : {&of.whole, &of.parts}) {
      for (const Said& said : *list) {
        if (said.rule->id != rule) continue;
        standing.is_recorded = true;
        standing.is_countable |= said.clock.from != Clock::From::nothing;
        PROBITY_TRY(add_rows(workspace, *of.entity, standing.rows));
      }
    }
  }
  Finder finder(rules, *workspace.database, *workspace.catalog, at);
  finder.only(std::string(rule));
  PROBITY_TRY(each_due(finder, [&](const Due& due) {
    ++standing.due;
    standing.oldest = std::min(standing.oldest.value_or(due.start), due.start);
    const bool was_taken = since && *since <= taken_before && due.until <= taken_before && due.known_since <= taken_before;
    standing.overdue += was_taken ? 1 : 0;
  }));
  return standing;
}

Result<> Retention::write_preview(const Context& workspace, const PreviewWish& wish, JsonWriter& writer) {
  PROBITY_TRY(parts_.reading.flush(workspace.workspace->slug()));
  const Timestamp at = wish.at.value_or(now());
  PROBITY_ASSIGN(const Rules rules, rules_of(workspace));
  Finder finder(rules, *workspace.database, *workspace.catalog, at);
  if (!wish.after.empty() && !finder.go_to(wish.after)) return invalid("bad_cursor", "That is no page of this list. Begin it anew.", "after");
  finder.only(wish.rule);
  std::vector<Due> page;
  while (page.size() < static_cast<std::size_t>(wish.limit)) {
    PROBITY_ASSIGN(const auto found, finder.next(static_cast<std::size_t>(wish.limit) - page.size()));
    if (found.empty()) break;
    page.insert(page.end(), found.begin(), found.end());
  }
  writer.StartObject();
  key(writer, "moment");
  put(writer, format_timestamp(at));
  if (wish.with_counts) {
    PROBITY_ASSIGN(const auto counts, count_due(workspace, rules, at));
    key(writer, "rules");
    write_counts(counts, writer);
  }
  key(writer, "items");
  writer.StartArray();
  for (const Due& due : page) {
    PROBITY_ASSIGN(const std::string display, display_in(workspace, due));
    write_words(due, display, writer);
  }
  writer.EndArray();
  key(writer, "next");
  const std::string next = page.size() < static_cast<std::size_t>(wish.limit) ? std::string() : finder.position();
  next.empty() ? (void)writer.Null() : put(writer, next);
  writer.EndObject();
  return {};
}

Result<> Retention::write_overview(const Context& workspace, JsonWriter& writer) {
  PROBITY_TRY(parts_.reading.flush(workspace.workspace->slug()));
  PROBITY_ASSIGN(const Rules rules, rules_of(workspace));
  PROBITY_ASSIGN(const auto counts, count_due(workspace, rules, now()));
  PROBITY_ASSIGN(const auto last, last_summaries(workspace, 1));
  writer.StartObject();
  key(writer, "rules");
  writer.StartArray();
  for (const privacy::RetentionRule& rule : rules.policy().retention) {
    std::int64_t due = 0;
    for (const Count& count : counts) due += count.rule == rule.id ? count.count : 0;
    std::int64_t done = 0;
    if (!last.empty()) {
      for (const Tally& tally : last.front().tallies) done += tally.rule == rule.id ? tally.count : 0;
    }
    writer.StartObject();
    const auto text = [&](std::string_view name, const std::string& value) {
      key(writer, name);
      value.empty() ? (void)writer.Null() : put(writer, value);
    };
    text("rule", rule.id);
    text("entity", rule.entity);
    key(writer, "categories");
    writer.StartArray();
    for (const std::string& category : rule.categories) put(writer, category);
    writer.EndArray();
    text("action", std::string(name_of(rule.action)));
    text("starts", std::string(privacy::name_of(rule.starts)));
    text("counted_from", std::string(privacy::words_of(rule.starts)));
    text("keep", rule.keep ? rule.keep->text() : std::string());
    text("keep_in_words", rule.keep ? rule.keep->in_words() : std::string());
    text("minimum", rule.minimum ? rule.minimum->text() : std::string());
    text("reason", rule.reason);
    key(writer, "count");
    writer.Int64(due);
    key(writer, "last_count");
    writer.Int64(done);
    key(writer, "waiting");
    writer.Bool(is_waiting(rule, rules));
    writer.EndObject();
  }
  writer.EndArray();
  key(writer, "last_run");
  last.empty() ? (void)writer.Null() : retention::write(last.front(), writer);
  key(writer, "next_run");
  put(writer, format_timestamp(last.empty() ? now() : std::max(now(), last.front().started_at + kBetweenRuns)));
  writer.EndObject();
  return {};
}

Result<> Retention::write_calendar(const Context& workspace, int months, JsonWriter& writer) {
  PROBITY_TRY(parts_.reading.flush(workspace.workspace->slug()));
  PROBITY_ASSIGN(const Rules rules, rules_of(workspace));
  const Timestamp today = now();
  const std::string first = month_of(today);
  const Timestamp begin = std::int64_t{*parse_day(first + "-01")} * kDay;
  std::map<std::string, std::map<std::pair<std::string, std::string>, Count>> by_month;
  for (int month = 0; month < months; ++month) by_month[month_of(privacy::Period{.months = month}.after(begin))];
  Finder finder(rules, *workspace.database, *workspace.catalog, privacy::Period{.months = months}.after(begin) - 1);
  PROBITY_TRY(each_due(finder, [&](const Due& due) {
    // What is over already goes with the next run.
    const std::string month = month_of(std::max(due.until, today));
    const std::string& entity = due.of->entity->name;
    ++by_month[month].try_emplace({due.said->rule->id, entity}, Count{.rule = due.said->rule->id, .entity = entity, .action = due.said->rule->action}).first->second.count;
  }));
  writer.StartObject();
  key(writer, "months");
  writer.StartArray();
  for (const auto& [month, counted] : by_month) {
    writer.StartObject();
    key(writer, "month");
    put(writer, month);
    key(writer, "rules");
    std::vector<Count> counts;
    for (const auto& [of, count] : counted) counts.push_back(count);
    write_counts(counts, writer);
    writer.EndObject();
  }
  writer.EndArray();
  writer.EndObject();
  return {};
}

Result<Id> Retention::begin(std::string_view workspace, const Id& actor) {
  PROBITY_ASSIGN(const auto recent, parts_.jobs.list(workspace, kJob, kRecentRuns));
  for (const jobs::Job& job : recent) {
    if (!job.ended()) return job.id;
  }
  return parts_.jobs.enqueue(workspace, kJob, "{}", actor);
}

Result<std::optional<Timestamp>> Retention::last_run(std::string_view workspace) {
  const privacy::Access access = program(workspace);
  PROBITY_ASSIGN(const Context context, parts_.records.enter(access));
  PROBITY_ASSIGN(const auto last, last_summaries(context, 1));
  return last.empty() ? std::nullopt : std::optional(last.front().finished_at);
}

Result<> Retention::begin_daily(const std::vector<std::string>& workspaces) {
  for (const std::string& workspace : workspaces) {
    PROBITY_ASSIGN(const auto last, last_run(workspace));
    if (!last || *last <= now() - kBetweenRuns) PROBITY_TRY(begin(workspace, {}));
  }
  return {};
}

Result<std::string> Retention::check_summaries(std::string_view workspace) {
  const privacy::Access access = program(workspace);
  PROBITY_ASSIGN(const Context context, parts_.records.enter(access));
  return retention::check_summaries(context, parts_.seal);
}

Result<std::string> Retention::run(jobs::Running& running) {
  PROBITY_TRY(parts_.reading.flush(running.workspace()));
  const privacy::Access access = program(running.workspace());
  PROBITY_ASSIGN(const Context workspace, parts_.records.enter(access));
  PROBITY_ASSIGN(const Rules rules, rules_of(workspace));
  return Run(parts_, workspace, rules, running).carry_out();
}

void write_counts(const std::vector<Count>& counts, JsonWriter& writer) {
  writer.StartArray();
  for (const Count& count : counts) {
    writer.StartObject();
    key(writer, "rule");
    put(writer, count.rule);
    key(writer, "entity");
    put(writer, count.entity);
    key(writer, "action");
    put(writer, name_of(count.action));
    key(writer, "count");
    writer.Int64(count.count);
    writer.EndObject();
  }
  writer.EndArray();
}

}  // namespace probity::retention
