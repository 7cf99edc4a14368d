#pragma once
// Writes HTML. Whatever is put in is escaped; there is no way to put in markup as text, so that nothing
// that somebody typed can become a part of a page.
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace probity {

using Attribute = std::pair<std::string_view, std::string_view>;
using Attributes = std::initializer_list<Attribute>;

class Html {
 public:
  /// Opens an element; `close` closes the one opened last. Names of elements and attributes are the program's own.
  Html& open(std::string_view element, Attributes attributes = {});
  Html& close();
  Html& text(std::string_view text);
  /// An element with nothing but text in it.
  Html& element(std::string_view element, std::string_view text, Attributes attributes = {});
  /// An element that has no end: <input>, <meta>.
  Html& single(std::string_view element, Attributes attributes = {});
  /// A link. One that leads to another site is marked, for eyes and for screen readers, and tells that site
  /// nothing of this one. A link of a scheme other than http, https or mailto is written as its text alone.
  Html& link(std::string_view to, std::string_view text);
  /// All of it. Every element must have been closed.
  std::string take();

 private:
  void tag(std::string_view element, Attributes attributes);
  std::string text_;
  std::vector<std::string> open_;
};

/// With &, <, >, " and ' as references.
std::string escape_html(std::string_view text);

}  // namespace probity
