#include "accounts/life_cycle/life_cycle.hpp"

namespace probity::life_cycle {

LifeCycle::LifeCycle(const Parts& parts)
    : departures(parts.records, parts.accounts, parts.jobs),
      invitations({.records = parts.records, .accounts = parts.accounts, .send = parts.send, .public_url = parts.public_url,
                   .erase = [erase = parts.erase](const Id& member) { return erase ? erase(member, "retention") : Result<>{}; }}),
      closing({.records = parts.records, .accounts = parts.accounts, .jobs = parts.jobs, .backend = parts.backend, .departures = departures, .invitations = invitations, .send = parts.send,
               .public_url = parts.public_url, .erase = [erase = parts.erase](const Id& member) { return erase ? erase(member, "account_closed") : Result<>{}; }, .destroy_key = parts.destroy_key,
               .belongings = parts.belongings, .secret = parts.secret}),
      own_account(parts.records),
      directory_(parts.records) {}

Result<> LifeCycle::check_password(const Id& member, std::string_view password, std::string_view address) {
  PROBITY_TRY(throttle_.admit(address, member.text()));
  PROBITY_ASSIGN(const auto stored, directory_.member(member));
  PROBITY_ASSIGN(const bool right, work_.verify(password, stored ? std::string_view(stored->password_hash) : std::string_view()));
  if (!right) return fail(ErrorKind::forbidden, "wrong_password", "This is not your password. Nothing was changed.", "password");
  throttle_.succeeded(address, member.text());
  return {};
}

Belongings folder_of_workspaces(std::string name, std::filesystem::path folder) {
  const auto count = [folder](const std::string& workspace) {
    std::int64_t files = 0;
    std::error_code error;
    for (std::filesystem::recursive_directory_iterator entry(folder / workspace, error), end; entry != end && !error; entry.increment(error)) files += entry->is_regular_file(error) ? 1 : 0;
    return files;
  };
  const auto destroy = [folder](const std::string& workspace) -> Result<> {
    std::error_code error;
    std::filesystem::remove_all(folder / workspace, error);
    if (error) return fail(ErrorKind::unavailable, "cannot_remove", fmt::format("{} cannot be removed: {}. It is tried again.", (folder / workspace).string(), error.message()));
    return {};
  };
  return {.name = std::move(name), .count = count, .destroy = destroy};
}

}  // namespace probity::life_cycle
