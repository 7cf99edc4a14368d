// What it costs to ask of every row whether somebody's role reaches it: the same work for a member and for the program
// itself, which is asked nothing, in turn, within one process. Every fourth contact is the member's, every second one
// their team's.
// Usage: probity_roles_bench PRODUCT [CONTACTS]
#include "accounts/own_roles.hpp"
#include "accounts/roles.hpp"
#include "in_process.hpp"

namespace {

using namespace probity;
using namespace probity::bench;

constexpr double kMost = 1.15;

std::shared_ptr<const privacy::Grants> role_of(std::string_view reach) {
  const auto grants = take(parse_json(fmt::format(R"({{"everything":{{"read":"{0}","create":"{0}","update":"{0}"}}}})", reach)));
  return accounts::compile_own_role(reach, grants);
}

void run(const std::filesystem::path& product, int contacts) {
  const auto folder = std::filesystem::temp_directory_path() / fmt::format("probity-roles-bench-{}", ::getpid());
  const auto installation = take(installation::Installation::open({.data = folder, .model = product / "model", .policies = product / "policies"}));
  records::Records& records = installation->records();
  take(installation->workspaces().create("bench", {.country = "DE", .currency = "EUR", .time_zone = "Europe/Berlin"}));
  const privacy::Access program = installation->command_access("bench");
  const Id member = Id::make(), mate = Id::make(), other = Id::make();
  const std::array<Id, 4> owners{member, mate, other, other};
  const std::vector<Id> ids = fill(records, take(records.enter(program, "contact")), contacts, [&](int number) { return owners[static_cast<std::size_t>(number) % owners.size()]; });

  std::size_t next = 0;
  const Work get = [&](const Context& context) {
    JsonBuffer buffer;
    JsonWriter writer(buffer);
    take(records.get(context, ids[(next++ * owners.size()) % ids.size()], {}, writer));
  };
  const Work update = [&](const Context& context) {
    const Id& id = ids[(next++ * owners.size()) % ids.size()];
    take(records.update(context, id, take(parse_json(fmt::format(R"({{"department":"Department {}"}})", next)))));
  };
  privacy::Access access = program;
  access.actor = member;
  access.teams = std::make_shared<const privacy::Teams>(privacy::Teams{.teams = {Id::make()}, .members = {member, mate}});
  const Context free = take(records.enter(program, "contact"));
  using enum records::ListOptions::Count;
  fmt::print("| {} contacts | CPU, µs | roles cost | goal: 15 % at most |\n|---|---:|---:|---|\n", contacts);
  const auto all = [&](std::string_view name, std::shared_ptr<const privacy::Grants> grants) {
    access.grants = std::move(grants);
    const Context asked = take(records.enter(access, "contact"));
    compare(fmt::format("{}: get", name), asked, free, 200, kMost, get);
    compare(fmt::format("{}: list 50, newest first", name), asked, free, 20, kMost, listing(records, "", none));
    compare(fmt::format("{}: list 50, by last name", name), asked, free, 20, kMost, listing(records, "last_name", none));
    compare(fmt::format("{}: update", name), asked, free, 5, kMost, update);
  };
  all("member, sees all", accounts::grants_of(accounts::kMember));
  all("role that reaches a team", role_of("team"));
  all("role that reaches one's own", role_of("own"));
  std::filesystem::remove_all(folder);
}

}  // namespace

int main(int count, char** words) {
  if (count < 2) {
    fmt::print(stderr, "Usage: probity_roles_bench PRODUCT [CONTACTS]\n");
    return 2;
  }
  run(words[1], count > 2 ? std::stoi(words[2]) : 20'000);
}
