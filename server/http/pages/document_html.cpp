#include "http/pages/document_html.hpp"

namespace probity::http::pages {
namespace {

using privacy::List;
using privacy::Paragraph;
using privacy::Section;
using privacy::Table;

void write(const Paragraph& paragraph, Html& html) {
  html.open("p");
  write_words(paragraph.words, html);
  html.close();
}

void write(const List& list, Html& html) {
  html.open("ul");
  for (const auto& item : list.items) {
    html.open("li");
    write_words(item, html);
    html.close();
  }
  html.close();
}

void write_row(const Table& table, const std::vector<privacy::Words>& row, Html& html) {
  html.open("tr", {{"role", "row"}});
  html.open("th", {{"scope", "row"}, {"role", "rowheader"}});
  write_words(row.front(), html);
  html.close();
  for (std::size_t cell = 1; cell < row.size(); ++cell) {
    html.open("td", {{"role", "cell"}, {"data-label", table.head[cell]}});
    write_words(row[cell], html);
    html.close();
  }
  html.close();
}

/// Its roles are named, because on a narrow screen the style shows each row as a card, which would otherwise
/// take the table away from screen readers.
void write(const Table& table, Html& html) {
  html.open("table", {{"role", "table"}}).open("thead", {{"role", "rowgroup"}}).open("tr", {{"role", "row"}});
  for (const std::string& title : table.head) html.element("th", title, {{"scope", "col"}, {"role", "columnheader"}});
  html.close().close().open("tbody", {{"role", "rowgroup"}});
  for (const auto& row : table.rows) write_row(table, row, html);
  html.close().close();
}

void write_facts(const privacy::Document& document, Html& html) {
  if (document.facts.empty()) return;
  html.open("dl", {{"class", "facts"}});
  for (const auto& [label, value] : document.facts) {
    html.open("div").element("dt", label).open("dd");
    write_words(value, html);
    html.close().close();
  }
  html.close();
}

void write_contents(const std::vector<Section>& sections, Html& html) {
  if (sections.size() < 4) return;
  html.open("nav", {{"class", "contents"}, {"aria-label", "Sections"}}).open("ol");
  for (const Section& section : sections) html.open("li").link("#" + section.id, section.title).close();
  html.close().close();
}

void write_lines(std::string_view text, Html& html) {
  const auto end = text.find('\n');
  html.text(text.substr(0, end));
  if (end == text.npos) return;
  html.single("br");
  write_lines(text.substr(end + 1), html);
}

}  // namespace

void write_words(const privacy::Words& words, Html& html) {
  for (const privacy::Span& span : words) {
    if (span.link.empty()) {
      write_lines(span.text, html);
    } else {
      html.link(span.link, span.text);
    }
  }
}

void write_blocks(const std::vector<privacy::Block>& blocks, Html& html) {
  for (const privacy::Block& block : blocks) std::visit([&](const auto& known) { write(known, html); }, block);
}

void write_document(const privacy::Document& document, Html& html) {
  html.element("h1", document.title);
  write_facts(document, html);
  write_blocks(document.introduction, html);
  write_contents(document.sections, html);
  for (const Section& section : document.sections) {
    html.open("section", {{"id", section.id}}).element("h2", section.title);
    write_blocks(section.blocks, html);
    html.close();
  }
}

}  // namespace probity::http::pages
