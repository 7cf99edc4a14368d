#pragma once
// The words in which names and settings of a policy are told to people, in English.
#include <string>
#include <string_view>
#include <vector>

#include "privacy/policy/policy.hpp"

namespace probity::privacy {

/// "a, b and c".
std::string joined(const std::vector<std::string>& items, std::string_view last = "and");
/// "22 November 2026".
std::string date_in_words(Timestamp at);
std::string date_in_words(Day day);
/// "GB" -> "the United Kingdom"; a code without a name of its own stays.
std::string country_in_words(std::string_view code);
/// "error_tracking" -> "error tracking"; a processor's kind.
std::string kind_in_words(std::string_view kind);
/// What the guard looks for: "iban" -> "bank account numbers (IBAN)".
std::string find_in_words(std::string_view kind);
/// A field that registration asks for: "phone" -> "phone number".
std::string asked_in_words(std::string_view field);
/// A ground of disclosure: "duty" -> "a duty under the law".
std::string ground_in_words(std::string_view ground);
/// A right of a person: "portability" -> "take it elsewhere ...".
std::string right_in_words(std::string_view right);
/// What is kept of a sent message: "message_id" -> "its number".
std::string part_of_message_in_words(std::string_view part);
/// "one_way" -> "in one direction, from here to there".
std::string sync_in_words(std::string_view sync);
/// "90 days", and "no time" for none.
std::string period_in_words(const Period& period);
/// "account-data" -> "Account data".
std::string title_of(std::string_view id);

}  // namespace probity::privacy
