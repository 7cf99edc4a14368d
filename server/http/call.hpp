#pragma once
// One request on its way: what the middleware found out about it, and what handlers ask of it.
#include <optional>
#include <string>
#include <string_view>

#include "accounts/accounts.hpp"
#include "base/json.hpp"
#include "http/application.hpp"
#include "http/edge/message.hpp"
#include "http/router.hpp"
#include "records/records.hpp"

namespace probity::http {

struct Services;

struct Call {
  const Application& application;
  Services& services;
  const Request& request;
  const Route* route = nullptr;
  Parameters parameters = {};
  accounts::SessionPointer session = nullptr;      ///< of a browser; null with a token
  std::optional<privacy::Access> access = {};      ///< where the route wants a member

  /// A parameter of the path by its place, from 0.
  std::string_view parameter(std::size_t place) const { return parameters[place]; }
  /// The records of an entity named in the path, as this caller may use them.
  Result<records::Context> enter(std::string_view entity) const;
  /// A place of the path read as an id. What is no id is no record: not_found.
  Result<Id> id(std::size_t place) const;
  /// The body, which must be a JSON object. With Takes::json_or_nothing an empty body is an empty object.
  Result<JsonDocument> object() const;
};

/// Parameters of the query, checked: a wrong one is refused with its name, an unknown one is ignored.
Result<int> whole_number(const Request& request, std::string_view name, int fallback, int least, int most);
Result<bool> yes_or_no(const Request& request, std::string_view name);
/// Separated by commas; empty for none.
std::vector<std::string> names(const Request& request, std::string_view name);
/// `limit`: 1 to 200.
Result<int> limit_of(const Request& request, int fallback);

/// Members of a JSON body.
Result<std::string> text_member(const JsonValue& object, std::string_view name);   ///< required
std::string text_member_or(const JsonValue& object, std::string_view name, std::string_view fallback);
Result<Id> id_member(const JsonValue& object, std::string_view name);              ///< required
std::unexpected<Error> bad_member(std::string_view name, std::string_view wanted);
/// "unknown_member" (422) for any member that is not named.
Result<> only_members(const JsonValue& object, std::initializer_list<std::string_view> known);

/// The version in If-Match: nothing where there is none or it is "*". "bad_if_match" for one that is no ETag
/// of ours.
Result<std::optional<std::int64_t>> expected_version(const Request& request);

/// Answers.
Response json_answer(int status, const JsonBuffer& body);
Response no_content();
std::string etag_of(std::int64_t version);

/// An answer whose JSON is written by `write`, which may fail.
template <typename Write>
Result<Response> write_answer(int status, Write write) {
  JsonBuffer buffer;
  JsonWriter writer(buffer);
  Result<> written = write(writer);
  if (!written) return std::unexpected(std::move(written).error());
  return json_answer(status, buffer);
}

}  // namespace probity::http
