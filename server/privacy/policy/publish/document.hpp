#pragma once
// A text for people as a tree: what a page shows, what a command prints and what a message carries are
// made of the same one.
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace probity::privacy {

/// A piece of running text; with a link it leads there: "/privacy/history" stays here, "https://..." leads away
/// and is marked so, "mailto:..." and "#section" are themselves. A line feed breaks the
/// line.
struct Span {
  std::string text;
  std::string link = {};
};
using Words = std::vector<Span>;
inline Words words(std::string text) { return {Span{std::move(text)}}; }

struct Paragraph {
  Words words;
};
struct List {
  std::vector<Words> items;
};
struct Table {
  std::vector<std::string> head;         ///< as many as each row has cells
  std::vector<std::vector<Words>> rows;  ///< the first cell of a row says what the row is about
};
using Block = std::variant<Paragraph, List, Table>;

struct Section {
  std::string id;  ///< of letters and hyphens: the anchor of the section
  std::string title;
  std::vector<Block> blocks;
};

struct Document {
  std::string title;
  std::vector<std::pair<std::string, Words>> facts;  ///< "Last changed", "Version", ...: before everything else
  std::vector<Block> introduction;
  std::vector<Section> sections;
};

/// Does this link leave the site?
bool leads_away(std::string_view link);

/// As plain text that is Markdown as well; lines are not broken. A table is a list of its rows.
std::string as_text(const Document& document);
/// A section without its title.
std::string as_text(const Section& section);

}  // namespace probity::privacy
