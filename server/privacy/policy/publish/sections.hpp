#pragma once
// The sections of the published text, in their order. Promises and statements of a policy name them.
#include <string_view>
#include <vector>

namespace probity::privacy {

struct SectionTitle {
  std::string_view id;
  std::string_view title;
};
const std::vector<SectionTitle>& section_titles();
std::vector<std::string_view> section_names();
bool is_section(std::string_view id);

}  // namespace probity::privacy
