#include "mail/render.hpp"

#include "base/text.hpp"

namespace probity::mail {
namespace {

/// A URL stands in a header too, whose lines have at most 998 bytes (RFC 5322, section 2.1.1).
constexpr std::size_t kLongestUrl = 900;
constexpr std::string_view kLeftOut = "(left out)";

/// What could end a header or a line of a list is a space; so is what no reader shows.
std::string one_line(std::string_view text) {
  std::string line(text);
  std::ranges::replace_if(line, [](unsigned char letter) { return letter < ' ' || letter == 0x7f; }, ' ');
  return std::string(trim(line));
}

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  for (const std::string_view line : split(text, '\n')) {
    if (std::string clean = one_line(line); !clean.empty()) lines.push_back(std::move(clean));
  }
  if (lines.empty()) lines.emplace_back();
  return lines;
}

std::string escaped(std::string_view text) {
  std::string html;
  for (const char letter : text) {
    switch (letter) {
      case '&': html += "&amp;"; break;
      case '<': html += "&lt;"; break;
      case '>': html += "&gt;"; break;
      case '"': html += "&quot;"; break;
      case '\'': html += "&#39;"; break;
      case '\n': html += "<br>\n"; break;
      default: html += letter;
    }
  }
  return html;
}

std::string link(std::string_view url, std::string_view words) { return fmt::format("<a href=\"{}\">{}</a>", escaped(url), escaped(words)); }

class Page {
 public:
  Page(const Template& letter, const Values& values, const Footer& footer) : letter_(letter), values_(values), footer_(footer) {}

  Rendered render() {
    Rendered page;
    page.subject = one_line(filled(letter_.subject));
    for (const Block& block : letter_.blocks) add(block);
    close_list();
    add_footer();
    page.text = std::move(text_);
    page.html = fmt::format(kDocument, fmt::arg("language", escaped(letter_.language)), fmt::arg("subject", escaped(page.subject)), fmt::arg("body", html_));
    return page;
  }

 private:
  static constexpr std::string_view kDocument = R"(<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>{subject}</title>
</head>
<body style="margin:0;padding:24px;font:16px/1.5 system-ui,-apple-system,'Segoe UI',sans-serif">
<div style="max-width:36rem;margin:0 auto">
{body}</div>
</body>
</html>
)";

  std::string value(std::string_view name) const {
    if (name == kController) return footer_.controller;
    const auto found = values_.find(name);
    return found == values_.end() ? std::string(kLeftOut) : found->second;
  }

  std::string filled(const Words& words) const {
    std::string text;
    for (const Piece& piece : words) text += piece.value ? value(piece.text) : piece.text;
    return text;
  }

  void add(const Block& block) {
    if (block.kind != Block::Kind::item) close_list();
    const std::string words = filled(block.words);
    switch (block.kind) {
      case Block::Kind::paragraph: return add_paragraph(fmt::format("{}", fmt::join(lines_of(words), "\n")));
      case Block::Kind::heading: return add_heading(one_line(words));
      case Block::Kind::item: return add_items(lines_of(words));
      case Block::Kind::link: return add_link(one_line(words), block.target);
    }
  }

  void add_paragraph(const std::string& words) {
    text_ += words + "\n\n";
    html_ += fmt::format("<p>{}</p>\n", escaped(words));
  }

  void add_heading(const std::string& words) {
    text_ += fmt::format("{}\n{}\n\n", words, std::string(length_in_characters(words), '-'));
    html_ += fmt::format("<h2 style=\"font-size:1.125rem\">{}</h2>\n", escaped(words));
  }

  void add_items(const std::vector<std::string>& items) {
    if (!std::exchange(in_list_, true)) html_ += "<ul>\n";
    for (const std::string& item : items) {
      text_ += fmt::format("- {}\n", item);
      html_ += fmt::format("<li>{}</li>\n", escaped(item));
    }
  }

  void close_list() {
    if (!std::exchange(in_list_, false)) return;
    text_ += "\n";
    html_ += "</ul>\n";
  }

  void add_link(const std::string& words, std::string_view target) {
    const auto url = values_.find(target);
    if (url == values_.end()) return add_paragraph(fmt::format("{}: {}", words, kLeftOut));
    text_ += fmt::format("{}:\n{}\n\n", words, one_line(url->second));
    html_ += fmt::format("<p><a href=\"{}\" style=\"display:inline-block;padding:10px 16px;border-radius:6px;background:#1f4f8f;color:#ffffff;text-decoration:none\">{}</a></p>\n", escaped(url->second), escaped(words));
  }

  void add_footer() {
    text_ += "-- \n";
    html_ += "<hr style=\"border:0;border-top:1px solid #8a8a8a;margin:32px 0 16px\">\n<p style=\"font-size:.875rem\">";
    const std::string sender = footer_.address.empty() ? footer_.controller : fmt::format("{}\n{}", footer_.controller, fmt::join(lines_of(footer_.address), "\n"));
    text_ += sender + "\n";
    html_ += escaped(sender);
    add_footer_link("Privacy", footer_.privacy_url);
    add_footer_link("Ask about your data", requests_url());
    add_footer_link("Choose what you get", footer_.preferences_url);
    add_footer_link("Unsubscribe", footer_.unsubscribe_url);
    html_ += "</p>\n";
  }

  /// The form for it stands beside the policy: "/privacy/of/acme" and "/requests/of/acme".
  std::string requests_url() const {
    constexpr std::string_view kPolicy = "/privacy";
    const auto place = footer_.privacy_url.find(kPolicy);
    if (place == std::string::npos) return {};
    return footer_.privacy_url.substr(0, place) + "/requests" + footer_.privacy_url.substr(place + kPolicy.size());
  }

  void add_footer_link(std::string_view words, const std::string& url) {
    if (url.empty()) return;
    text_ += fmt::format("{}: {}\n", words, url);
    html_ += "<br>\n" + link(url, words);
  }

  const Template& letter_;
  const Values& values_;
  const Footer& footer_;
  std::string text_;
  std::string html_;
  bool in_list_ = false;
};

}  // namespace

bool is_web_url(std::string_view url) {
  const std::string lower = lower_ascii(url);
  const std::size_t scheme = lower.starts_with("https://") ? 8 : lower.starts_with("http://") ? 7 : 0;
  const bool plain = std::ranges::none_of(url, [](unsigned char letter) { return letter <= ' ' || letter >= 0x7f || letter == '"' || letter == '<' || letter == '>' || letter == '\\'; });
  return scheme > 0 && plain && url.size() > scheme && url[scheme] != '/' && url.size() <= kLongestUrl;
}

Result<> check_values(const Template& letter, const Values& values) {
  for (const std::string& name : letter.wants) {
    if (!values.contains(name)) return invalid("missing_value", fmt::format("The letter \"{}\" wants the value \"{}\".", letter.name, name), name);
  }
  for (const auto& [name, value] : values) {
    if (!letter.wants.contains(name)) return invalid("unknown_value", fmt::format("The letter \"{}\" has no place for the value \"{}\".", letter.name, name), name);
    if (!is_valid_text(value)) return invalid("invalid_text", "A value is not valid UTF-8 or holds a NUL character.", name);
  }
  for (const Block& block : letter.blocks) {
    if (block.kind == Block::Kind::link && !is_web_url(values.find(block.target)->second)) return invalid("bad_url", "A link leads to https:// or http://.", block.target);
  }
  return {};
}

Rendered render(const Template& letter, const Values& values, const Footer& footer) { return Page(letter, values, footer).render(); }

}  // namespace probity::mail
