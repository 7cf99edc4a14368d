// What the person is written. A letter goes to the address on file of whom the request is about, or, where nobody was
// found, to the one it came from; a code never goes to the latter.
#include "base/log.hpp"
#include "base/text.hpp"
#include "records/subject/state.hpp"
#include "rights/requests/rows.hpp"

namespace probity::requests {

using records::Context;

Result<std::vector<std::string>> Requests::addresses_of(const Context& context, const Id& person) const {
  std::vector<std::string> addresses;
  if (person.is_nil()) return addresses;
  PROBITY_TRY(context.database->read([&](store::Reader& reader) -> Result<> {
    PROBITY_ASSIGN(const records::Person found, records::find_person(context, reader, person));
    if (!found.entity) return {};
    PROBITY_TRY(reader.one(context.catalog->tables(*found.entity).all, "_id", cell(person), [&](const Row& row) {
      for (const meta::Field& field : found.entity->fields) {
        if (field.type->name() != "email") continue;
        for (std::string& address : field.type->keys(field, row, field.first_column)) addresses.push_back(std::move(address));
      }
      return false;
    }));
    return {};
  }));
  return addresses;
}

std::string Requests::status_url(const Context& context, std::string_view token) const {
  return fmt::format("{}/requests/at/{}.{}", parts_.public_url, context.workspace->slug(), token);
}

Result<std::string> Requests::address_for(const Context& context, const Request& request) const {
  PROBITY_ASSIGN(const auto on_file, addresses_of(context, request.person));
  const bool known = std::ranges::find(on_file, lower_ascii(request.email)) != on_file.end();
  return known || on_file.empty() ? request.email : on_file.front();
}

Result<bool> Requests::write_to(const Context& context, const Request& request, std::string_view letter_name, std::map<std::string, std::string, std::less<>> values, const Id& message,
                            const std::string& to) {
  if (!parts_.send) return true;
  PROBITY_ASSIGN(const auto on_file, addresses_of(context, request.person));
  std::string address = to;
  if (address.empty()) {
    PROBITY_ASSIGN(address, address_for(context, request));
  }
  // Who asked by post or by phone and has no address is told in the same way, by a colleague.
  if (address.empty()) return true;
  mail::Letter letter{.workspace = context.workspace->slug(), .purpose = std::string(privacy::kLegalObligation), .topic = {}, .to = address, .to_name = {}, .person = {},
                      .template_name = std::string(letter_name), .language = request.language.empty() ? "en" : request.language, .values = std::move(values),
                      .unsubscribe_url = {}, .preferences_url = {}, .actor = context.access.actor, .id = message};
  if (!request.person.is_nil() && std::ranges::find(on_file, lower_ascii(address)) != on_file.end()) {
    PROBITY_TRY(context.database->read([&](store::Reader& reader) -> Result<> {
      PROBITY_ASSIGN(const records::Person person, records::find_person(context, reader, request.person));
      if (person.entity) letter.person = mail::Recipient{person.entity->name, request.person};
      return {};
    }));
  }
  auto put = parts_.send(letter);
  if (put) return true;
  if (put.error().kind != ErrorKind::invalid) return std::unexpected(put.error());
  log::warning("requests: a letter of {} could not be written: {}", context.workspace->slug(), put.error().code);
  PROBITY_TRY(change(context, request.id, [&](Request&, Notes& notes) -> Result<> {
    notes.push_back({Event::not_carried_out, fmt::format("The letter could not be written, so nothing was sent: {}", put.error().message)});
    return {};
  }));
  return false;
}

}  // namespace probity::requests
