#include "records/formats/name_list.hpp"

#include "base/text.hpp"

namespace probity::formats {
namespace {

constexpr std::string_view kBetween = "; ";

/// The name in quotation marks that `list` begins with, taken from it; what follows up to the next
/// semicolon belongs to it too, so that nothing gets lost.
std::string take_quoted(std::string_view& list) {
  std::string name;
  list.remove_prefix(1);
  while (!list.empty()) {
    const bool mark = list.front() == '"';
    if (mark && !list.substr(1).starts_with('"')) break;
    if (mark) list.remove_prefix(1);
    name += list.front();
    list.remove_prefix(1);
  }
  if (!list.empty()) list.remove_prefix(1);
  return name;
}

}  // namespace

void append_name(std::string& list, std::string_view name) {
  if (!list.empty()) list += kBetween;
  if (name.find_first_of(";\"") == name.npos) {
    list += name;
    return;
  }
  list += '"';
  for (const char character : name) list.append(character == '"' ? 2 : 1, character);
  list += '"';
}

std::vector<std::string> names_in(std::string_view list) {
  std::vector<std::string> names;
  while (!list.empty()) {
    list = trim(list);
    std::string name = list.starts_with('"') ? take_quoted(list) : std::string();
    const std::size_t end = std::min(list.find(';'), list.size());
    name += trim(list.substr(0, end));
    list.remove_prefix(std::min(end + 1, list.size()));
    if (!is_blank(name)) names.push_back(std::move(name));
  }
  return names;
}

}  // namespace probity::formats
