// Older records come under the version in force once everybody they are about was told of what is new in it.
#include "records/policy_version.hpp"
#include "rights/governance/governance.hpp"
#include "rights/governance/recipients.hpp"

namespace probity::governance {
namespace {

/// The versions up to the one in force that opened data to a new use or a new processor.
std::vector<std::int64_t> widening(const privacy::PolicyInForce& policy) {
  std::set<std::int64_t> versions;
  for (const auto& [pair, version] : policy.widened) versions.insert(version);
  for (const auto& [processor, version] : policy.opened) versions.insert(version);
  return {versions.begin(), versions.end()};
}

/// Whether somebody was told of every widening after `from`.
class Told {
 public:
  Told(const records::Context& notices, std::vector<std::int64_t> widening)
      : state_(notices.catalog->columns(*notices.entity, {notices.entity->field("state")->first_column})), widening_(std::move(widening)) {}

  Result<bool> operator()(store::Reader& reader, const Id& person, std::int64_t from) const {
    for (const std::int64_t version : widening_) {
      if (version <= from) continue;
      bool told = false;
      PROBITY_TRY(reader.one(state_, "_id", cell(notice_id(person, version)), [&](const Row& row) {
        told = row.text(0) == "told";
        return false;
      }));
      if (!told) return false;
    }
    return true;
  }

 private:
  store::ProjectionPointer state_;
  std::vector<std::int64_t> widening_;
};

}  // namespace

Result<std::int64_t> Governance::raise(std::string_view level, const std::function<bool()>& should_stop) {
  PROBITY_ASSIGN(const auto workspace, records_->workspaces().find(level));
  const auto catalog = workspace->catalog();
  const auto policy = workspace->policy();
  privacy::Access notice_access;
  PROBITY_ASSIGN(const records::Context notices, enter(*records_, level, {}, "policy_notice", notice_access));
  const Told told(notices, widening(*policy));
  std::int64_t raised = 0;
  for (const auto& entity : catalog->model().entities()) {
    privacy::Access access;
    PROBITY_ASSIGN(const records::Context context, enter(*records_, level, {}, entity->name, access));
    records::RaisedPage page{.raised = 0, .last = {}, .more = true};
    while (page.more && !(should_stop && should_stop())) {
      PROBITY_ASSIGN(page, records::raise_policy_version(context, policy->version, page.last, told));
      raised += page.raised;
    }
  }
  return raised;
}

}  // namespace probity::governance
