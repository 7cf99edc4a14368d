#include "meta/declaration.hpp"

#include <charconv>

#include "base/text.hpp"
#include "meta/suggest.hpp"

namespace probity::meta {
namespace {

constexpr std::size_t kMaximumName = 48;

}  // namespace

int Declaration::line_of(std::string_view key) const {
  const auto found = std::ranges::find(map_.members, key, &YamlMember::key);
  return found == map_.members.end() ? map_.line : found->line;
}

std::string Declaration::text(std::string_view key) const {
  const Yaml* value = find(key);
  if (!value) return {};
  if (!value->is_scalar() || is_blank(value->scalar)) {
    problem_of(key, fmt::format("{} must be a text", key));
    return {};
  }
  return value->scalar;
}

std::optional<std::int64_t> Declaration::integer(std::string_view key) const {
  const Yaml* value = find(key);
  if (!value) return std::nullopt;
  std::int64_t number = 0;
  const std::string& digits = value->scalar;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (value->is_scalar() && error == std::errc{} && end == digits.data() + digits.size()) return number;
  problem_of(key, fmt::format("{} must be a whole number", key));
  return std::nullopt;
}

bool Declaration::flag(std::string_view key, bool otherwise) const {
  const Yaml* value = find(key);
  if (!value) return otherwise;
  if (value->scalar == "true") return true;
  if (value->scalar != "false") problem_of(key, fmt::format("{} must be true or false", key));
  return false;
}

std::vector<std::string> Declaration::texts(std::string_view key) const {
  const Yaml* value = find(key);
  return value ? texts_in(*value, key) : std::vector<std::string>{};
}

std::vector<std::string> Declaration::texts_in(const Yaml& value, std::string_view key) const {
  if (value.is_scalar()) return {value.scalar};
  std::vector<std::string> texts;
  if (!value.is_list()) problem_at(value.line, fmt::format("{} must be a list", key));
  for (const Yaml& item : value.items) {
    if (item.is_scalar() && !is_blank(item.scalar)) texts.push_back(item.scalar);
    else problem_at(item.line, fmt::format("{} must be a list of texts", key));
  }
  return texts;
}

void Declaration::refuse_unknown_keys(const std::vector<std::string_view>& known) const {
  for (const YamlMember& member : map_.members) {
    if (std::ranges::find(known, member.key) != known.end()) continue;
    problem_at(member.line, fmt::format("unknown key \"{}\"{}", member.key, suggestion(member.key, known)));
  }
}

void Declaration::problem_at(int line, std::string message) const {
  problems_.push_back({.file = file_, .line = line, .where = where_, .message = std::move(message)});
}

Declaration Declaration::inner(const Yaml& map, std::string_view part) const {
  return Declaration(map, file_, fmt::format("{}.{}", where_, part), problems_);
}

bool is_name(std::string_view text) {
  if (text.empty() || text.size() > kMaximumName || text[0] < 'a' || text[0] > 'z') return false;
  if (text.ends_with('_') || text.find("__") != text.npos) return false;
  return text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") == text.npos;
}

std::string label_from(std::string_view name) {
  std::string label(name.starts_with("x_") ? name.substr(2) : name);
  std::ranges::replace(label, '_', ' ');
  if (!label.empty()) label[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(label[0])));
  return label;
}

}  // namespace probity::meta
