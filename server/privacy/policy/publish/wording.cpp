#include "privacy/policy/publish/wording.hpp"

#include <array>
#include <chrono>
#include <span>

namespace probity::privacy {
namespace {

using Word = std::pair<std::string_view, std::string_view>;

constexpr Word kCountries[] = {
    {"AT", "Austria"}, {"AU", "Australia"}, {"BE", "Belgium"}, {"BG", "Bulgaria"}, {"BR", "Brazil"}, {"CA", "Canada"}, {"CH", "Switzerland"},
    {"CY", "Cyprus"}, {"CZ", "Czechia"}, {"DE", "Germany"}, {"DK", "Denmark"}, {"EE", "Estonia"}, {"EEA", "the European Economic Area"},
    {"ES", "Spain"}, {"EU", "the European Union"}, {"FI", "Finland"}, {"FR", "France"}, {"GB", "the United Kingdom"}, {"GR", "Greece"},
    {"HR", "Croatia"}, {"HU", "Hungary"}, {"IE", "Ireland"}, {"IL", "Israel"}, {"IN", "India"}, {"IS", "Iceland"}, {"IT", "Italy"},
    {"JP", "Japan"}, {"KR", "South Korea"}, {"LI", "Liechtenstein"}, {"LT", "Lithuania"}, {"LU", "Luxembourg"}, {"LV", "Latvia"},
    {"MT", "Malta"}, {"NL", "the Netherlands"}, {"NO", "Norway"}, {"NZ", "New Zealand"}, {"PL", "Poland"}, {"PT", "Portugal"},
    {"RO", "Romania"}, {"SE", "Sweden"}, {"SG", "Singapore"}, {"SI", "Slovenia"}, {"SK", "Slovakia"}, {"US", "the United States"}, {"ZA", "South Africa"}};

constexpr Word kKinds[] = {{"connected", "services that you connect yourself"}, {"support", "customer support"}, {"monitoring", "watching the servers"}, {"analytics", "statistics"},
                           {"error_tracking", "tracing errors"}, {"marketing", "marketing and social media"}};

constexpr Word kFinds[] = {{"payment_card", "payment card numbers"}, {"iban", "bank account numbers (IBAN)"}, {"us_ssn", "US social security numbers"},
                           {"uk_nino", "UK national insurance numbers"}, {"national_id", "other national identity numbers"}, {"health", "words about health"}};

constexpr Word kAsked[] = {{"address", "postal address"}, {"email", "email address"}, {"phone", "phone number"}};

constexpr Word kGrounds[] = {{"duty", "a duty under the law"}, {"defence", "the defence of rights"}, {"wrongdoing", "the prevention of wrongdoing"},
                             {"safety", "somebody's safety"}, {"liability", "protection from liability"}};

constexpr Word kRights[] = {{"access", "get a copy of the data held about you"}, {"rectification", "have what is wrong corrected"}, {"erasure", "have your data erased"},
                            {"restriction", "have your data kept but not used"}, {"objection", "object to a use of your data"},
                            {"portability", "take your data elsewhere, in a common format"}, {"withdrawal", "take back a consent you gave"}, {"complaint", "complain to an authority"}};

constexpr Word kParts[] = {{"subject", "its subject"}, {"body", "its text"}, {"message_id", "its number"}, {"thread", "the thread it belongs to"},
                           {"opened", "whether it was opened"}, {"bounced", "whether it came back"}};

constexpr Word kSyncs[] = {{"one_way", "in one direction, from here to there"}, {"two_way", "in both directions"}, {"none", "not at all"}};

std::string spaced(std::string_view name) {
  std::string text(name);
  std::ranges::replace(text, '_', ' ');
  std::ranges::replace(text, '-', ' ');
  return text;
}

std::string look_up(std::span<const Word> words, std::string_view name) {
  const auto found = std::ranges::find(words, name, &Word::first);
  return found == words.end() ? spaced(name) : std::string(found->second);
}

}  // namespace

std::string joined(const std::vector<std::string>& items, std::string_view last) {
  if (items.empty()) return {};
  if (items.size() == 1) return items.front();
  return fmt::format("{} {} {}", fmt::join(items.begin(), items.end() - 1, ", "), last, items.back());
}

std::string date_in_words(Day day) {
  constexpr std::array<std::string_view, 12> kMonths{"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"};
  const std::chrono::year_month_day date{std::chrono::sys_days(std::chrono::days(day))};
  return fmt::format("{} {} {}", static_cast<unsigned>(date.day()), kMonths.at(static_cast<unsigned>(date.month()) - 1), static_cast<int>(date.year()));
}

std::string date_in_words(Timestamp at) { return date_in_words(day_of(at, {})); }

std::string country_in_words(std::string_view code) {
  const auto found = std::ranges::find(kCountries, code, &Word::first);
  return std::string(found == std::end(kCountries) ? code : found->second);
}

std::string kind_in_words(std::string_view kind) { return look_up(kKinds, kind); }
std::string find_in_words(std::string_view kind) { return look_up(kFinds, kind); }
std::string asked_in_words(std::string_view field) { return look_up(kAsked, field); }
std::string ground_in_words(std::string_view ground) { return look_up(kGrounds, ground); }
std::string right_in_words(std::string_view right) { return look_up(kRights, right); }
std::string part_of_message_in_words(std::string_view part) { return look_up(kParts, part); }
std::string sync_in_words(std::string_view sync) { return look_up(kSyncs, sync); }

std::string period_in_words(const Period& period) { return period == Period{} ? "no time" : period.in_words(); }

std::string title_of(std::string_view id) {
  std::string text = spaced(id);
  if (!text.empty() && text.front() >= 'a' && text.front() <= 'z') text.front() = static_cast<char>(text.front() - 'a' + 'A');
  return text;
}

}  // namespace probity::privacy
