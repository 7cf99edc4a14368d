#include "privacy/policy/publish/sections.hpp"

#include <algorithm>

namespace probity::privacy {

const std::vector<SectionTitle>& section_titles() {
  static const std::vector<SectionTitle> titles{
      {"who", "Who we are"},
      {"collect", "What we hold"},
      {"purposes", "What we use it for"},
      {"customers", "Contacts recorded here"},
      {"payments", "Ordering and paying"},
      {"connections", "Services you connect"},
      {"retention", "How long we keep it"},
      {"recipients", "Who receives it"},
      {"transfers", "Where it goes"},
      {"disclosures", "When we hand it over"},
      {"choices", "Your choices"},
      {"rights", "Your rights"},
      {"cookies", "Cookies and counting visits"},
      {"signals", "Signals from your browser"},
      {"logs", "What our logs record"},
      {"never", "What not to write down here"},
      {"security", "How we protect it"},
      {"children", "Children"},
      {"public", "What is shown in public"},
      {"links", "Links to other sites"},
      {"changes", "When this text changes"},
      {"complaints", "Complaints"},
      {"contact", "Questions"},
  };
  return titles;
}

std::vector<std::string_view> section_names() {
  std::vector<std::string_view> names;
  for (const SectionTitle& section : section_titles()) names.push_back(section.id);
  return names;
}

bool is_section(std::string_view id) { return std::ranges::find(section_titles(), id, &SectionTitle::id) != section_titles().end(); }

}  // namespace probity::privacy
