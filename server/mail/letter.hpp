#pragma once
// What somebody is to be written, before it is a message: by the name of a template and the values it wants.
#include <map>
#include <optional>
#include <string>

#include "base/id.hpp"
#include "base/time.hpp"

namespace probity::mail {

/// The person a letter goes to, where they are a record: a contact or lead of the workspace, a member at the level "system".
struct Recipient {
  std::string entity;
  Id id;
  bool operator==(const Recipient&) const = default;
};

struct Letter {
  std::string workspace;             ///< slug, or "system" for what the operator writes to members
  std::string purpose = "service";   ///< of that level's policy
  std::string topic;                 ///< of the preference page; empty for what nobody chooses
  std::string to;                    ///< address
  std::string to_name;               ///< may be empty
  std::optional<Recipient> person;   ///< nothing: the address of nobody on record
  std::string template_name;         ///< a file of mail/templates without its ending: "double-opt-in"
  std::string language = "en";       ///< where there is no such translation, English
  std::map<std::string, std::string, std::less<>> values;  ///< every one the template declares; plain text, escaped where needed
  /// https. Both are required where the purpose is one the person has a switch for (consent, or may_object); the
  /// first takes the one-click POST of RFC 8058.
  std::string unsubscribe_url, preferences_url;
  Id actor;                          ///< who brought it about; nil: the program
  /// Made before, by work that may be done again: of one id there is never a second message.
  std::optional<Id> id;
};

/// A moment as letters say it: "2026-12-30 16:00 (Europe/Berlin)".
std::string time_in_words(Timestamp at, std::string_view time_zone);

}  // namespace probity::mail
