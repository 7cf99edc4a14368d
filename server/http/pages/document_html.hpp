#pragma once
// The tree of a text as HTML.
#include "http/pages/html.hpp"
#include "privacy/policy/publish/document.hpp"

namespace probity::http::pages {

/// Title, facts, a list of the sections to jump to, and the sections.
void write_document(const privacy::Document& document, Html& html);
void write_blocks(const std::vector<privacy::Block>& blocks, Html& html);
void write_words(const privacy::Words& words, Html& html);

}  // namespace probity::http::pages
