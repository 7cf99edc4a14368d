#pragma once
// Texts of a policy with its settings put in: "kept for {retention.account-data.keep}" says what is enforced,
// whatever that is.
//
//   {retention.ID.keep|minimum|reason}   {processor.ID.name|country|region|keep}   {cookie.NAME.keep}
//   {log.ID.address}   {age.years}   {rights.clock|overseer}   {change.notice|wait}   {signals.text}
//   {registration.required|optional}   {guard.refuse|mask|warn}   {controller.name|email|...}
//   {calendar_sync}   {sequence_mail_keeps}   {disclosure_grounds}
//   {with.NAME}: a parameter of one of the promise's own checks
//
// A link is written [words](https://...).
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "privacy/policy/policy.hpp"
#include "privacy/policy/publish/document.hpp"

namespace probity::privacy {

/// What a placeholder stands for, in words; nothing for one that names no setting. A setting that nobody filled in
/// is told as a gap: "[email address of the controller]".
std::optional<std::string> setting_in_words(const Policy& policy, std::string_view placeholder, const Promise* promise = nullptr);

/// The text with settings and links in place. One that names no setting stays as it is written.
Words fill_in(const Policy& policy, std::string_view text, const Promise* promise = nullptr);
/// A promise as people read it, in one line.
std::string in_words(const Policy& policy, const Promise& promise);
bool mentions(std::string_view text, std::string_view placeholder);

/// A place in a policy, and what is wrong there.
struct TextProblem {
  std::string where;    ///< "promises.F9.text"
  std::string message;
};
/// Placeholders that name no setting, and sections there are not.
std::vector<TextProblem> problems_of_texts(const Policy& policy);
/// What the text would show as a gap: settings that only the operator can fill in.
std::vector<TextProblem> gaps_of_texts(const Policy& policy);

}  // namespace probity::privacy
