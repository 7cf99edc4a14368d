#include "base/html.hpp"

#include "base/text.hpp"

namespace probity {
namespace {

bool stays_here(std::string_view link) { return link.starts_with('#') || (link.starts_with('/') && !link.starts_with("//")); }
bool leads_away(std::string_view link) {
  const std::string lower = lower_ascii(link.substr(0, 8));
  return lower == "https://" || lower.starts_with("http://");
}
bool writes_mail(std::string_view link) { return lower_ascii(link.substr(0, 7)) == "mailto:"; }

}  // namespace

std::string escape_html(std::string_view text) {
  std::string escaped;
  escaped.reserve(text.size() + text.size() / 8);
  for (const char c : text) {
    switch (c) {
      case '&': escaped += "&amp;"; break;
      case '<': escaped += "&lt;"; break;
      case '>': escaped += "&gt;"; break;
      case '"': escaped += "&quot;"; break;
      case '\'': escaped += "&#39;"; break;
      default: escaped += c;
    }
  }
  return escaped;
}

void Html::tag(std::string_view element, Attributes attributes) {
  text_ += '<';
  text_ += element;
  for (const auto& [name, value] : attributes) {
    text_ += ' ';
    text_ += name;
    text_ += "=\"";
    text_ += escape_html(value);
    text_ += '"';
  }
  text_ += '>';
}

Html& Html::open(std::string_view element, Attributes attributes) {
  tag(element, attributes);
  open_.emplace_back(element);
  return *this;
}

Html& Html::close() {
  text_ += "</" + open_.back() + ">";
  open_.pop_back();
  return *this;
}

Html& Html::text(std::string_view text) {
  text_ += escape_html(text);
  return *this;
}

Html& Html::element(std::string_view element, std::string_view text, Attributes attributes) {
  return open(element, attributes).text(text).close();
}

Html& Html::single(std::string_view element, Attributes attributes) {
  tag(element, attributes);
  return *this;
}

Html& Html::link(std::string_view to, std::string_view text) {
  if (stays_here(to) || writes_mail(to)) return element("a", text, {{"href", to}});
  if (!leads_away(to)) return this->text(text);
  open("a", {{"href", to}, {"class", "away"}, {"rel", "noopener noreferrer external"}});
  this->text(text).element("span", " (leads to another site)", {{"class", "unseen"}});
  return close();
}

std::string Html::take() { return std::move(text_); }

}  // namespace probity
