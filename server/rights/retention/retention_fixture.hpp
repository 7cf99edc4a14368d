#pragma once
// A workspace with a policy of its own and the retention of it.
#include "base/crypto.hpp"
#include "records/test_workspace.hpp"
#include "rights/restriction/restrictions.hpp"
#include "rights/retention/retention.hpp"

namespace probity::retention {

class RetentionFixture : public testing::Test {
 protected:
  RetentionFixture() : RetentionFixture(records::product_model()) {}
  explicit RetentionFixture(const std::filesystem::path& model) : workspace_({.model = model}) { start(); }

  void start() {
    ends_ = std::make_unique<restriction::Ends>(*workspace_.records, *workspace_.subjects, *workspace_.jobs);
    reading_ = std::make_unique<records::Reading>(*workspace_.records);
    const auto sign = [](std::string_view message) { return hex(bytes_of(keyed_hash("secret of the tests", message))); };
    retention_ = std::make_unique<Retention>(Retention::Parts{.records = *workspace_.records, .jobs = *workspace_.jobs, .reading = *reading_, .law = nullptr,
                                                              .seal = {.sign = sign, .is_genuine = [sign](std::string_view message, std::string_view signature) { return sign(message) == signature; }}});
  }

  /// Rules of the policy in force from now on; no others stand beside them.
  void rule(std::vector<privacy::RetentionRule> rules) {
    privacy::Policy policy = *workspace_.policy->policy;
    policy.retention = std::move(rules);
    workspace_.policy = privacy::PolicyInForce::make({.policy = std::make_shared<const privacy::Policy>(std::move(policy))});
    workspace_.workspaces->govern(*records::expect_value(workspace_.workspaces->find("acme")), workspace_.policy);
  }

  records::Context context() { return records::expect_value(workspace_.records->enter(access_)); }

  /// As if it had been made so long ago.
  void age(std::string_view entity, const Id& record, Timestamp by, int column = meta::kCreatedAt) {
    const records::Context at = records::expect_value(workspace_.records->enter(access_, entity));
    store::Plan plan;
    plan.update(at.catalog->columns(*at.entity, {column}), {Cell{now() - by}}, {{"_id", cell(record)}});
    records::expect_value(at.database->write_and_wait(std::move(plan)));
  }

  JsonDocument preview(const PreviewWish& wish = {}) {
    return workspace_.answer([&](JsonWriter& writer) { return retention_->write_preview(context(), wish, writer); });
  }
  std::set<std::string> due() {
    std::set<std::string> records;
    const JsonDocument page = preview({.rule = {}, .after = {}, .limit = 10'000, .at = {}});
    for (const JsonValue& item : page["items"].GetArray()) records.emplace(view(item["id"]));
    return records;
  }
  jobs::Job run() { return workspace_.finish(records::expect_value(retention_->begin("acme", {}))); }
  bool is_there(std::string_view entity, const Id& record) { return workspace_.count_of(entity, "_id", record) == 1; }
  std::int64_t counted(const JsonDocument& answer, std::string_view rule) {
    std::int64_t count = 0;
    for (const JsonValue& each : answer["rules"].GetArray()) count += view(each["rule"]) == rule ? each["count"].GetInt64() : 0;
    return count;
  }

  records::TestWorkspace workspace_;
  privacy::Access access_ = program("acme");
  std::unique_ptr<restriction::Ends> ends_;
  std::unique_ptr<records::Reading> reading_;
  std::unique_ptr<Retention> retention_;
};

inline privacy::RetentionRule rule_of(std::string id, std::string entity, privacy::Starts starts, privacy::Period keep) {
  return {.id = std::move(id), .entity = std::move(entity), .starts = starts, .keep = keep};
}

}  // namespace probity::retention
