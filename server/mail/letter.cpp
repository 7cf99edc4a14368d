#include "mail/letter.hpp"

#include <algorithm>

namespace probity::mail {

std::string time_in_words(Timestamp at, std::string_view time_zone) {
  std::string text = format_local(at, time_zone).substr(0, std::string_view("2026-12-30T16:00").size());
  std::ranges::replace(text, 'T', ' ');
  return fmt::format("{} ({})", text, time_zone.empty() ? "UTC" : time_zone);
}

}  // namespace probity::mail
