#include "accounts/implementation.hpp"

#include "accounts/roles.hpp"
#include "base/crypto.hpp"
#include "base/log.hpp"
#include "base/text.hpp"

namespace probity::accounts {

std::unexpected<Error> bad_field(std::string_view field, std::string code, std::string message) {
  Error error{.kind = ErrorKind::invalid, .code = std::move(code), .message = std::move(message), .field = std::string(field)};
  error.fields.push_back({error.field, error.code, error.message});
  return fail(std::move(error));
}

std::unexpected<Error> no_such_workspace() {
  return fail(ErrorKind::not_found, "no_such_workspace", "There is no such workspace, or you are not a member of it.");
}

Result<> check_name(std::string_view field, std::string_view name) {
  if (is_blank(name)) return bad_field(field, "required", "A name is needed; an alias will do.");
  if (length_in_characters(name) > 200) return bad_field(field, "too_long", "A name has at most 200 characters.");
  return {};
}

privacy::Access access_as(const Id& member, const Seat& seat, std::string_view origin) {
  return {.actor = member, .workspace = seat.slug, .purpose = "service", .grants = seat.grants, .origin = std::string(origin), .address = {}, .teams = seat.teams, .until = seat.until.value_or(0)};
}

bool is_over(const Seat& seat) { return seat.until && *seat.until <= now(); }

privacy::Access program_access(std::string_view workspace, std::string_view origin) {
  return {.actor = {}, .workspace = std::string(workspace), .purpose = "service", .grants = grants_of_program(), .origin = std::string(origin), .address = {}};
}

Accounts::Implementation::Implementation(records::Records& all, Limits chosen)
    : records(all), limits(chosen), directory(all), seats(all, directory), credentials(all), known(all.changes()), devices(all), factors(all), passkeys(all), resets(all), addresses(all) {
  around.secret = random_bytes(32);
}

void Accounts::Implementation::write_to(const Member& member, std::string_view letter, std::map<std::string, std::string, std::less<>> values, std::optional<Id> id) {
  if (!around.send) return;
  const auto sent = around.send(mail::Letter{.workspace = std::string(records::kSystemWorkspace), .to = member.email, .to_name = member.name,
                                             .person = mail::Recipient{"member", member.id}, .template_name = std::string(letter), .values = std::move(values), .id = id});
  if (!sent) log::warning("accounts: the letter {} was not written: {} {}", letter, sent.error().code, sent.error().cause);
}

Accounts::Accounts(records::Records& records, Limits limits) : implementation_(std::make_unique<Implementation>(records, limits)) {}
Accounts::~Accounts() = default;

Seats& Accounts::seats() { return implementation_->seats; }

void Accounts::work_with(Surroundings surroundings) {
  Implementation& own = *implementation_;
  own.around = std::move(surroundings);
  own.factors.seal_with(own.around.secret);
  own.challenges.sign_with(own.around.secret);
  if (own.around.jobs) own.around.jobs->handle(std::string(kResetJob), [&own](jobs::Running& running) { return own.finish_reset(running); });
}

}  // namespace probity::accounts
