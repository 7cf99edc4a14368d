// What it costs to ask of every row whether it may be used: the same list and the same get with and without the
// conditions of a purpose, in turn, within one process. CPU time, without HTTP, so that nothing hides it.
// Usage: probity_purpose_bench PRODUCT [CONTACTS]
#include "in_process.hpp"

namespace {

using namespace probity;
using namespace probity::bench;

constexpr double kMost = 1.1;

/// The same without anything that is asked of rows.
Context unconditional(Context context) {
  privacy::Decision decision = *context.decision;
  decision.forbidden_state = decision.required_state = 0;
  decision.since_version = 1;
  decision.shown_since.clear();
  context.decision = std::make_shared<const privacy::Decision>(std::move(decision));
  return context;
}

void run(const std::filesystem::path& product, int contacts) {
  const auto folder = std::filesystem::temp_directory_path() / fmt::format("probity-purpose-bench-{}", ::getpid());
  const auto installation = take(installation::Installation::open({.data = folder, .model = product / "model", .policies = product / "policies"}));
  records::Records& records = installation->records();
  const auto workspace = take(installation->workspaces().create("bench", {.country = "DE", .currency = "EUR", .time_zone = "Europe/Berlin"}));
  privacy::Access access = installation->command_access("bench");
  const std::vector<Id> ids = fill(records, take(records.enter(access, "contact")), contacts);
  const Context at = take(records.enter(access, "contact"));
  store::Plan agreed;
  agreed.update(at.catalog->columns(*at.entity, {meta::kSubjectState}), {privacy::kEveryAgreement}, {{"_policy_version", at.policy->version}});
  take(at.database->write_and_wait(std::move(agreed)));

  std::size_t next = 0;
  const Work get = [&](const Context& context) {
    JsonBuffer buffer;
    JsonWriter writer(buffer);
    take(records.get(context, ids[next++ % ids.size()], {}, writer));
  };
  using enum records::ListOptions::Count;
  const auto all = [&](std::string_view name) {
    const Context asked = take(records.enter(access, "contact"));
    const Context free = unconditional(asked);
    compare(fmt::format("{}: get", name), asked, free, 200, kMost, get);
    compare(fmt::format("{}: list 50, newest first", name), asked, free, 20, kMost, listing(records, "", none));
    compare(fmt::format("{}: list 50, by last name", name), asked, free, 20, kMost, listing(records, asked.readable_field("last_name") ? "last_name" : "", none));
    compare(fmt::format("{}: list 50, counted", name), asked, free, 2, kMost, listing(records, "", estimate));
  };
  fmt::print("| {} contacts | CPU, µs | checks cost | goal: 10 % at most |\n|---|---:|---:|---|\n", contacts);
  all("service");
  access.purpose = "marketing";
  all("marketing (consent)");
  access.purpose = "service";
  installation->workspaces().govern(*workspace, privacy::PolicyInForce::make({.policy = workspace->policy()->policy, .version = 2, .widened = {{{"service", "user.demographic.date_of_birth"}, 2}}}));
  all("service, a category since version 2");
  std::filesystem::remove_all(folder);
}

}  // namespace

int main(int count, char** words) {
  if (count < 2) {
    fmt::print(stderr, "Usage: probity_purpose_bench PRODUCT [CONTACTS]\n");
    return 2;
  }
  run(words[1], count > 2 ? std::stoi(words[2]) : 20'000);
}
