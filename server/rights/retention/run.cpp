#include "rights/retention/run.hpp"

#include "base/crypto.hpp"
#include "base/fault.hpp"
#include "base/log.hpp"
#include "base/time.hpp"
#include "records/forgetting/forget.hpp"
#include "records/idempotency.hpp"

namespace probity::retention {
namespace {

/// Few enough that others wait for no batch, enough that a commit is used well.
constexpr std::size_t kBatch = 250;

std::unexpected<Error> interrupted() { return fail(ErrorKind::unavailable, "shutting_down", "The program ends; the run goes on when it starts again."); }

constexpr std::size_t kIdSize = 16;

/// Not as text: an erasure ends the jobs whose orders name somebody, and this one is what erases them.
std::string packed_ids(const std::vector<Due>& batch) {
  std::string bytes;
  for (const Due& due : batch) bytes += due.record.raw();
  return base64(bytes);
}

std::vector<Id> unpacked(std::string_view text) {
  std::vector<Id> ids;
  const std::string bytes = decode_base64(text).value_or(std::string());
  for (std::size_t begin = 0; begin + kIdSize <= bytes.size(); begin += kIdSize) ids.push_back(Id::from_raw(std::string_view(bytes).substr(begin, kIdSize)));
  return ids;
}

}  // namespace

Retention::Run::Run(const Parts& parts, const records::Context& workspace, const Rules& rules, jobs::Running& running)
    : parts_(parts), workspace_(workspace), rules_(rules), running_(running) {
  recall();
}

/// The payload of a run that begins is empty.
void Retention::Run::recall() {
  moment_ = started_at_ = now();
  const auto payload = parse_json(running_.job().payload);
  const JsonValue* moment = payload ? find(*payload, "moment") : nullptr;
  if (!moment || !moment->IsInt64()) return;
  moment_ = moment->GetInt64();
  started_at_ = (*payload)["started_at"].GetInt64();
  tallies_ = read_tallies((*payload)["rules"]);
  const JsonValue* batch = find(*payload, "batch");
  if (!batch) return;
  Unfinished unfinished{.rule = std::string(view((*batch)["rule"])), .entity = std::string(view((*batch)["entity"])), .records = {}, .starts = {}};
  unfinished.records = unpacked(view((*batch)["records"]));
  for (const JsonValue& start : (*batch)["starts"].GetArray()) unfinished.starts.push_back(start.GetInt64());
  unfinished_ = std::move(unfinished);
}

std::string Retention::Run::packed(const std::vector<Due>& batch) const {
  JsonBuffer buffer;
  JsonWriter writer(buffer);
  writer.StartObject();
  key(writer, "moment");
  writer.Int64(moment_);
  key(writer, "started_at");
  writer.Int64(started_at_);
  key(writer, "rules");
  retention::write(tallies_, writer);
  if (!batch.empty()) {
    key(writer, "batch");
    writer.StartObject();
    key(writer, "rule");
    put(writer, batch.front().said->rule->id);
    key(writer, "entity");
    put(writer, batch.front().of->entity->name);
    key(writer, "records");
    put(writer, packed_ids(batch));
    key(writer, "starts");
    writer.StartArray();
    for (const Due& due : batch) writer.Int64(due.start);
    writer.EndArray();
    writer.EndObject();
  }
  writer.EndObject();
  return std::string(text(buffer));
}

Tally& Retention::Run::tally_of(const std::string& rule, const std::string& entity, privacy::RetentionAction action) {
  const auto found = std::ranges::find_if(tallies_, [&](const Tally& tally) { return tally.rule == rule && tally.entity == entity; });
  if (found != tallies_.end()) return *found;
  return tallies_.emplace_back(Tally{.rule = rule, .entity = entity, .action = std::string(name_of(action)), .count = 0, .kept_back = 0, .oldest = {}});
}

Result<> Retention::Run::count_unfinished() {
  if (!unfinished_) return {};
  const OfEntity* of = rules_.of(unfinished_->entity);
  const privacy::RetentionRule* rule = rules_.policy().rule(unfinished_->rule);
  if (!of || !rule) return {};
  const Said* said = nullptr;
  for (const auto* list : {&of->whole, &of->parts}) {
    for (const Said& each : *list) said = each.rule == rule ? &each : said;
  }
  PROBITY_TRY(workspace_.database->read([&](store::Reader& reader) -> Result<> {
    for (std::size_t place = 0; place < std::min(unfinished_->records.size(), unfinished_->starts.size()); ++place) {
      bool is_left = false;
      PROBITY_TRY(reader.one(workspace_.catalog->tables(*of->entity).all, "_id", cell(unfinished_->records[place]), [&](const Row& row) {
        // What is being erased is as good as gone: nobody sees it, and it goes whatever becomes of this run.
        is_left = (row.integer(meta::kSubjectState) & privacy::kErasing) == 0 && (!said || !is_done(*said, *of->entity, row));
        return false;
      }));
      if (is_left) continue;
      Tally& tally = tally_of(rule->id, of->entity->name, rule->action);
      ++tally.count;
      tally.oldest = std::min(tally.oldest.value_or(unfinished_->starts[place]), unfinished_->starts[place]);
    }
    return {};
  }));
  unfinished_.reset();
  return {};
}

Result<> Retention::Run::do_batch(const std::vector<Due>& batch) {
  PROBITY_TRY(running_.remember(packed(batch)));
  fault_point("retention.listed");
  PROBITY_ASSIGN(const auto outcomes, act_on(parts_, workspace_, rules_, batch, moment_, running_.job().id));
  fault_point("retention.some_gone");
  Tally& tally = tally_of(batch.front().said->rule->id, batch.front().of->entity->name, batch.front().said->rule->action);
  for (std::size_t place = 0; place < batch.size(); ++place) {
    const bool is_done = outcomes[place] == Became::done;
    ++(is_done ? tally.count : tally.kept_back);
    if (is_done) tally.oldest = std::min(tally.oldest.value_or(batch[place].start), batch[place].start);
  }
  running_.progress(done(), 0, 0);
  return {};
}

std::int64_t Retention::Run::done() const {
  std::int64_t done = 0;
  for (const Tally& tally : tallies_) done += tally.count;
  return done;
}

/// The bytes of what went follow it.
Result<> Retention::Run::tidy_up() {
  PROBITY_TRY(destroy_left_files(parts_, workspace_));
  PROBITY_TRY(records::forget_requests_before(workspace_, now() - records::kKeysKept));
  if (done() == 0 || is_skipped("retention.scrub")) return {};
  if (parts_.certify_people) {
    const auto certified = parts_.certify_people(workspace_.workspace->slug());
    // It goes on by itself.
    if (!certified) log::warning("people erased by a retention run are not certified yet: {} {}", certified.error().code, certified.error().cause);
  }
  return workspace_.database->scrub();
}

/// A rule by which nothing went stands in the summary too.
void Retention::Run::name_idle_rules() {
  for (const privacy::RetentionRule& rule : rules_.policy().retention) {
    const bool named = std::ranges::find(tallies_, rule.id, &Tally::rule) != tallies_.end();
    if (!named) (void)tally_of(rule.id, rule.entity, rule.action);
  }
}

Result<std::string> Retention::Run::carry_out() {
  PROBITY_TRY(count_unfinished());
  Finder finder(rules_, *workspace_.database, *workspace_.catalog, moment_);
  for (;;) {
    if (running_.shutting_down()) return interrupted();
    if (running_.should_stop()) break;
    PROBITY_ASSIGN(const auto batch, finder.next(kBatch));
    if (batch.empty()) break;
    PROBITY_TRY(do_batch(batch));
  }
  PROBITY_TRY(running_.remember(packed({})));
  name_idle_rules();
  PROBITY_TRY(tidy_up());
  PROBITY_ASSIGN(const Summary summary, keep(parts_.records, workspace_, {.id = running_.job().id, .moment = moment_, .started_at = started_at_, .finished_at = now(),
                                                                          .policy_version = workspace_.policy->version, .tallies = tallies_}, parts_.seal));
  fault_point("retention.summarized");
  JsonBuffer buffer;
  JsonWriter writer(buffer);
  retention::write(summary, writer);
  return std::string(text(buffer));
}

}  // namespace probity::retention
