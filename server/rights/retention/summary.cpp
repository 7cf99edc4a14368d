#include "rights/retention/summary.hpp"

#include <climits>

#include "base/crypto.hpp"
#include "base/time.hpp"
#include "records/record_json.hpp"

namespace probity::retention {
namespace {

using records::Context;

constexpr const char* kEntity = "retention_run";

Context at_runs(const Context& workspace) { return records::by_program(workspace, *workspace.model().find(kEntity)); }

std::string text_of(const std::vector<Tally>& tallies) {
  JsonBuffer buffer;
  JsonWriter writer(buffer);
  write(tallies, writer);
  return std::string(text(buffer));
}

/// What the hash is of: every figure on a line of its own, in an order that never changes.
std::string message_of(std::string_view workspace, const Summary& summary) {
  return fmt::format("probity retention run 1\n{}\n{}\n{}\n{}\n{}\n{}\n{}\n{}\n", workspace, summary.number, format_timestamp(summary.moment), format_timestamp(summary.started_at),
                     format_timestamp(summary.finished_at), summary.policy_version, summary.rules, summary.previous);
}

std::string hash_of(std::string_view message) { return hex(bytes_of(sha256(message))); }

Summary summary_in(const Context& runs, const Row& row) {
  const auto column = [&](std::string_view field) { return runs.entity->field(field)->first_column; };
  Summary summary{.id = row.id(meta::kId)};
  summary.number = row.integer(column("number"));
  summary.moment = row.integer(column("moment"));
  summary.started_at = row.integer(column("started_at"));
  summary.finished_at = row.integer(column("finished_at"));
  summary.policy_version = row.integer(column("policy_version"));
  summary.rules = row.text(column("rules"));
  if (const auto list = parse_json(summary.rules)) summary.tallies = read_tallies(*list);
  summary.previous = row.text(column("previous"));
  summary.hash = row.text(column("hash"));
  summary.signature = row.text(column("signature"));
  return summary;
}

void fill(const Summary& summary, records::Draft& draft) {
  const auto value = [&](std::string_view field) -> Cell& { return draft.value(*draft.entity->field(field)); };
  value("number") = Cell{summary.number};
  value("moment") = Cell{summary.moment};
  value("started_at") = Cell{summary.started_at};
  value("finished_at") = Cell{summary.finished_at};
  value("took") = Cell{(summary.finished_at - summary.started_at) / kSecond};
  value("policy_version") = Cell{summary.policy_version};
  value("total") = Cell{summary.total()};
  value("rules") = cell(summary.rules);
  if (!summary.previous.empty()) value("previous") = cell(summary.previous);
  value("hash") = cell(summary.hash);
  value("signature") = cell(summary.signature);
}

Result<std::optional<Summary>> found(const Context& runs, const Id& id) {
  std::optional<Summary> summary;
  PROBITY_TRY(runs.database->read([&](store::Reader& reader) -> Result<> {
    PROBITY_TRY(reader.one(runs.tables->all, "_id", cell(id), [&](const Row& row) {
      summary = summary_in(runs, row);
      return false;
    }));
    return {};
  }));
  return summary;
}

}  // namespace

std::int64_t Summary::total() const {
  std::int64_t total = 0;
  for (const Tally& tally : tallies) total += tally.count;
  return total;
}

void write(const std::vector<Tally>& tallies, JsonWriter& writer) {
  writer.StartArray();
  for (const Tally& tally : tallies) {
    writer.StartObject();
    key(writer, "rule");
    put(writer, tally.rule);
    key(writer, "entity");
    put(writer, tally.entity);
    key(writer, "action");
    put(writer, tally.action);
    key(writer, "count");
    writer.Int64(tally.count);
    key(writer, "kept_back");
    writer.Int64(tally.kept_back);
    key(writer, "oldest");
    tally.oldest ? put(writer, format_timestamp(*tally.oldest)) : (void)writer.Null();
    writer.EndObject();
  }
  writer.EndArray();
}

std::vector<Tally> read_tallies(const JsonValue& list) {
  std::vector<Tally> tallies;
  if (!list.IsArray()) return tallies;
  for (const JsonValue& item : list.GetArray()) {
    const auto word = [&](std::string_view name) {
      const JsonValue* value = find(item, name);
      return value && value->IsString() ? std::string(view(*value)) : std::string();
    };
    const auto number = [&](std::string_view name) {
      const JsonValue* value = find(item, name);
      return value && value->IsInt64() ? value->GetInt64() : 0;
    };
    Tally tally{.rule = word("rule"), .entity = word("entity"), .action = word("action"), .count = number("count"), .kept_back = number("kept_back"), .oldest = {}};
    if (const auto oldest = parse_timestamp(word("oldest"))) tally.oldest = *oldest;
    tallies.push_back(std::move(tally));
  }
  return tallies;
}

void write(const Summary& summary, JsonWriter& writer) {
  writer.StartObject();
  key(writer, "id");
  records::write_id(writer, summary.id);
  key(writer, "number");
  writer.Int64(summary.number);
  for (const auto& [name, at] : {std::pair{"moment", summary.moment}, {"started_at", summary.started_at}, {"finished_at", summary.finished_at}}) {
    key(writer, name);
    put(writer, format_timestamp(at));
  }
  key(writer, "rules");
  write(summary.tallies, writer);
  key(writer, "previous");
  summary.previous.empty() ? (void)writer.Null() : put(writer, summary.previous);
  key(writer, "hash");
  put(writer, summary.hash);
  key(writer, "signature");
  put(writer, summary.signature);
  writer.EndObject();
}

Result<Summary> keep(records::Records& records, const Context& workspace, Summary summary, const Seal& seal) {
  const Context runs = at_runs(workspace);
  PROBITY_ASSIGN(const auto earlier, found(runs, summary.id));
  if (earlier) return *earlier;
  PROBITY_ASSIGN(const auto last, last_summaries(workspace, 1));
  summary.number = last.empty() ? 1 : last.front().number + 1;
  summary.previous = last.empty() ? std::string() : last.front().hash;
  summary.rules = text_of(summary.tallies);
  const std::string message = message_of(workspace.workspace->slug(), summary);
  summary.hash = hash_of(message);
  summary.signature = seal.sign(message);
  PROBITY_TRY(records.create_by(runs, {.id = summary.id, .allow_duplicate = true}, [&](store::Reader&, records::Draft& draft) -> Result<> {
    fill(summary, draft);
    return {};
  }));
  return summary;
}

Result<std::vector<Summary>> last_summaries(const Context& workspace, int limit) {
  std::vector<Summary> summaries;
  const Context runs = at_runs(workspace);
  const store::Query query{.columns = runs.tables->all, .where = store::Condition::is_null("_deleted_at"), .order = store::Order{.column = "number", .descending = true}, .limit = limit};
  PROBITY_TRY(runs.database->read([&](store::Reader& reader) {
    return reader.each(query, [&](const Row& row) {
      summaries.push_back(summary_in(runs, row));
      return true;
    });
  }));
  return summaries;
}

Result<std::string> check_summaries(const Context& workspace, const Seal& seal) {
  PROBITY_ASSIGN(const auto summaries, last_summaries(workspace, INT_MAX));
  std::int64_t number = 0;
  std::string previous;
  for (auto summary = summaries.rbegin(); summary != summaries.rend(); ++summary) {
    if (summary->number != ++number) return fmt::format("Run {} is missing.", number);
    if (summary->previous != previous) return fmt::format("Run {} does not follow the run before it.", number);
    const std::string message = message_of(workspace.workspace->slug(), *summary);
    if (summary->hash != hash_of(message)) return fmt::format("Run {} was changed.", number);
    if (!seal.is_genuine(message, summary->signature)) return fmt::format("Run {} is not signed by this installation.", number);
    previous = summary->hash;
  }
  return std::string();
}

}  // namespace probity::retention
