#include "store/search_text.hpp"

namespace probity::store {
namespace {

constexpr std::string_view kGap = "  ";

void append_words(std::string& text, std::string_view words) {
  while (!words.empty()) {
    const std::size_t end = words.find(' ');
    const std::string_view word = words.substr(0, end);
    if (!word.empty()) text.append(kGap).append(word);
    if (end == std::string_view::npos) return;
    words.remove_prefix(end + 1);
  }
}

}  // namespace

std::string document_text(std::string_view words, std::string_view exact) {
  std::string text;
  text.reserve(words.size() + exact.size() + 48);
  append_words(text, words);
  append_words(text, exact);
  if (!text.empty()) text.append(kGap);
  return text;
}

}  // namespace probity::store
