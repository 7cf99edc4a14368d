#include "promises/kept_until.hpp"

#include "accounts/accounts.hpp"
#include "base/text.hpp"
#include "privacy/subject_state.hpp"
#include "promises/situation.hpp"
#include "records/record_json.hpp"

namespace probity::promises {
namespace {

using privacy::Ground;
using privacy::RetentionRule;
using privacy::Starts;

/// What a rule counts from, for one record.
class Clock {
 public:
  Clock(const meta::Entity& entity, const std::vector<Cell>& cells, std::optional<Timestamp> closed_at) : entity_(entity), cells_(cells), closed_at_(closed_at) {}

  std::optional<Timestamp> start(Starts starts) const {
    if (starts == Starts::account_closed && entity_.name != "workspace") return closed_at_;
    const int column = entity_.column(clock_column(entity_, starts));
    if (column < 0 || is_null(cells_[static_cast<std::size_t>(column)])) return std::nullopt;
    const std::int64_t value = probity::integer_of(cells_[static_cast<std::size_t>(column)]);
    return is_day(column) ? value * kDay : value;
  }

 private:
  bool is_day(int column) const {
    const int field = entity_.columns[static_cast<std::size_t>(column)].field;
    return field >= 0 && entity_.fields[static_cast<std::size_t>(field)].type->name() == "date";
  }
  const meta::Entity& entity_;
  const std::vector<Cell>& cells_;
  std::optional<Timestamp> closed_at_;
};

std::string sentence_of(const RetentionRule& rule, const Clock& clock) {
  const std::string from(privacy::words_of(rule.starts));
  if (!rule.keep) return fmt::format("The rule \"{}\": {}", rule.id, rule.reason.empty() ? "as long as it is needed." : rule.reason);
  const std::string waits = clock.start(rule.starts) ? "" : ", which has not begun";
  return fmt::format("The rule \"{}\" keeps it {}, counted from {}{}.", rule.id, rule.keep->in_words(), from, waits);
}

/// Whether the rule is for this kind of record, and for it alone.
std::optional<Ground::Kind> rank_of(const RetentionRule& rule, const meta::Entity& entity) {
  if (rule.entity == entity.name) return Ground::Kind::specific_rule;
  // What goes with the account goes with it whole.
  const bool with_account = rule.starts == Starts::account_closed && rule.entity == "workspace" && !entity.system;
  return rule.entity == "*" || with_account ? std::optional(Ground::Kind::general_rule) : std::nullopt;
}

void add_rule(const RetentionRule& rule, Ground::Kind kind, const Clock& clock, std::vector<Ground>& grounds) {
  const auto start = clock.start(rule.starts);
  const auto end = [&](const std::optional<privacy::Period>& period) { return start && period ? std::optional(period->after(*start)) : std::nullopt; };
  grounds.push_back({.kind = kind, .rule = rule.id, .until = end(rule.keep), .because = sentence_of(rule, clock)});
  if (!rule.minimum) return;
  grounds.push_back({.kind = Ground::Kind::statutory_minimum, .rule = rule.id, .until = end(rule.minimum),
                     .because = fmt::format("The law has it kept for {} at least ({}).", rule.minimum->in_words(), rule.reason.empty() ? rule.id : rule.reason)});
}

/// When the account of the record's workspace was closed; nothing while it is open.
Result<std::optional<Timestamp>> closed_at(records::Records& records, const std::string& slug) {
  std::optional<Timestamp> closed;
  const privacy::Access access = accounts::program_access(records::kSystemWorkspace, "promises");
  PROBITY_ASSIGN(const records::Context system, records.enter(access));
  const meta::Entity* workspace = system.model().find("workspace");
  if (!workspace || slug == records::kSystemWorkspace) return closed;
  const records::Context workspaces = records::by_program(system, *workspace);
  PROBITY_TRY(each_row(workspaces, {}, [&](const Row& row) {
    const bool found = text_of(workspaces, row, "slug") == slug;
    if (found && integer_of(workspaces, row, "closed_at") != 0) closed = integer_of(workspaces, row, "closed_at");
    return !found;
  }));
  return closed;
}

void write_until(const std::optional<Timestamp>& until, JsonWriter& writer) {
  key(writer, "until");
  until ? put(writer, format_timestamp(*until)) : (void)writer.Null();
}

bool same(const Ground& left, const std::optional<Ground>& right) { return right && left.kind == right->kind && left.rule == right->rule && left.until == right->until; }

}  // namespace

std::string clock_column(const meta::Entity& entity, Starts starts) {
  const auto field = [&](std::initializer_list<std::string_view> names) -> std::string {
    for (const std::string_view name : names) {
      if (const meta::Field* found = entity.field(name)) return entity.columns[static_cast<std::size_t>(found->first_column)].name;
    }
    return {};
  };
  switch (starts) {
    case Starts::created: return "_created_at";
    case Starts::updated: return "_updated_at";
    case Starts::deleted: return "_deleted_at";
    case Starts::last_accessed: return field({"last_accessed_at", "last_seen_at", "last_used_at"});
    case Starts::account_closed: return field({"closed_at"});
    case Starts::contract_ended: return field({"ended_at", "ends_on"});
    case Starts::issued: return field({"issued_at", "issued_on"});
    case Starts::received: return field({"received_at"});
    case Starts::signed_on: return entity.name == "session" ? "_created_at" : field({"signed_at", "signed_on"});
  }
  return {};
}

Result<Explanation> explain(records::Records& records, const records::Context& context, const Id& id) {
  PROBITY_ASSIGN(const std::vector<Cell> cells, records.cells(context, id));
  PROBITY_ASSIGN(const auto closed, closed_at(records, context.workspace->slug()));
  const Clock clock(*context.entity, cells, closed);
  const privacy::PolicyPointer in_force = context.workspace->policy();
  std::vector<Ground> grounds;
  if ((probity::integer_of(cells[meta::kSubjectState]) & privacy::kHeld) != 0) {
    grounds.push_back({.kind = Ground::Kind::hold, .rule = {}, .until = std::nullopt, .because = "It is held: nothing of it may be deleted until the hold is lifted."});
  }
  Explanation explanation;
  for (const RetentionRule& rule : in_force->policy->retention) {
    const auto kind = rank_of(rule, *context.entity);
    if (!kind) continue;
    if (rule.categories.empty()) {
      add_rule(rule, *kind, clock, grounds);
      continue;
    }
    std::vector<Ground> of_part;
    add_rule(rule, *kind, clock, of_part);
    explanation.parts.push_back({rule.categories, privacy::kept_until(std::move(of_part))});
  }
  explanation.record = privacy::kept_until(std::move(grounds));
  return explanation;
}

void write(const Explanation& explanation, JsonWriter& writer) {
  writer.StartObject();
  write_until(explanation.record.until, writer);
  key(writer, "because");
  put(writer, explanation.record.because);
  key(writer, "grounds");
  writer.StartArray();
  for (const Ground& ground : explanation.record.grounds) {
    writer.StartObject();
    key(writer, "kind");
    put(writer, privacy::name_of(ground.kind));
    key(writer, "rule");
    ground.rule.empty() ? (void)writer.Null() : put(writer, ground.rule);
    write_until(ground.until, writer);
    key(writer, "because");
    put(writer, ground.because);
    key(writer, "decides");
    writer.Bool(same(ground, explanation.record.decided_by));
    writer.EndObject();
  }
  writer.EndArray();
  key(writer, "parts");
  writer.StartArray();
  for (const KeptPart& part : explanation.parts) {
    writer.StartObject();
    key(writer, "categories");
    writer.StartArray();
    for (const std::string& category : part.categories) put(writer, category);
    writer.EndArray();
    write_until(part.kept.until, writer);
    key(writer, "because");
    put(writer, part.kept.because);
    writer.EndObject();
  }
  writer.EndArray();
  writer.EndObject();
}

std::string in_words(const Explanation& explanation) {
  std::string text = explanation.record.because + "\n";
  for (const Ground& ground : explanation.record.grounds) {
    text += fmt::format("  {} {:<18} {:<12} {}\n", same(ground, explanation.record.decided_by) ? "*" : " ", privacy::name_of(ground.kind),
                        ground.until ? format_day(day_of(*ground.until, {})) : "no end", ground.because);
  }
  for (const KeptPart& part : explanation.parts) {
    std::string names;
    for (const std::string& category : part.categories) names += (names.empty() ? "" : ", ") + category;
    text += fmt::format("Of it {}: {}\n", names, part.kept.because);
  }
  return text;
}

}  // namespace probity::promises
