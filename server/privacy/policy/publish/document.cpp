#include "privacy/policy/publish/document.hpp"

#include <fmt/format.h>

namespace probity::privacy {
namespace {

std::string line_of(const Words& words) {
  std::string line;
  for (const Span& span : words) {
    line += span.text;
    if (leads_away(span.link) && span.link != span.text) line += fmt::format(" ({})", span.link);
  }
  // A line break within a cell of a table.
  for (auto at = line.find('\n'); at != line.npos; at = line.find('\n', at)) line.replace(at, 1, at > 0 && line[at - 1] == '.' ? " " : "; ");
  return line;
}

void write(const Paragraph& paragraph, std::string& text) { text += line_of(paragraph.words) + "\n\n"; }

void write(const List& list, std::string& text) {
  for (const Words& item : list.items) text += "- " + line_of(item) + "\n";
  text += "\n";
}

void write(const Table& table, std::string& text) {
  for (const auto& row : table.rows) {
    text += "- **" + line_of(row.front()) + "**\n";
    for (std::size_t cell = 1; cell < row.size(); ++cell) {
      const std::string value = line_of(row[cell]);
      if (!value.empty()) text += fmt::format("  - {}: {}\n", table.head[cell], value);
    }
  }
  text += "\n";
}

void write(const std::vector<Block>& blocks, std::string& text) {
  for (const Block& block : blocks) std::visit([&](const auto& known) { write(known, text); }, block);
}

}  // namespace

bool leads_away(std::string_view link) { return link.starts_with("https://") || link.starts_with("http://"); }

std::string as_text(const Section& section) {
  std::string text;
  write(section.blocks, text);
  return text;
}

std::string as_text(const Document& document) {
  std::string text = "# " + document.title + "\n\n";
  for (const auto& [label, value] : document.facts) text += fmt::format("{}: {}  \n", label, line_of(value));
  if (!document.facts.empty()) text += "\n";
  write(document.introduction, text);
  for (const Section& section : document.sections) {
    text += "## " + section.title + "\n\n";
    write(section.blocks, text);
  }
  text.pop_back();
  return text;
}

}  // namespace probity::privacy
