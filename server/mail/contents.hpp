#pragma once
// What a message is filled with, sealed: a letter may hold a link with which anybody could act as its addressee.
#include <optional>
#include <string>

#include "mail/letter.hpp"
#include "mail/render.hpp"

namespace probity::mail {

struct Contents {
  std::string to_name;
  std::optional<Recipient> person;
  Id actor;
  Values values;
  std::string unsubscribe_url, preferences_url;
  bool operator==(const Contents&) const = default;
};

/// Text for the field `contents` of that message and of no other. `key`: 32 bytes.
std::string seal_contents(std::string_view key, const Id& message, const Contents& contents);
/// "sealed_data_unreadable"; empty contents for the empty text.
Result<Contents> open_contents(std::string_view key, const Id& message, std::string_view sealed);

}  // namespace probity::mail
