#include "mail/render.hpp"

#include <gtest/gtest.h>

namespace probity::mail {
namespace {

Template letter(std::string_view text) {
  auto read = parse_template({"en", "sample", text});
  if (!read) throw std::runtime_error(read.error().message);
  return std::move(*read);
}

const Footer kFooter{.controller = "Müller & Söhne", .address = "Ring 1\nWien", .privacy_url = "https://example.org/privacy", .preferences_url = "https://example.org/preferences/T?a=1&b=2", .unsubscribe_url = "https://example.org/u/T"};

TEST(Render, makes_text_and_html_of_one_source) {
  const Template sample = letter("subject: News of {{controller}}\nwants: name, points, url\n---\n# News\nDear {{name}},\nhere it is:\n\n- {{points}}\n\n[Read on]({{url}})\n");
  const Rendered page = render(sample, {{"name", "Ada"}, {"points", "one\ntwo"}, {"url", "https://example.org/?a=1&b=2"}}, kFooter);
  EXPECT_EQ(page.subject, "News of Müller & Söhne");
  EXPECT_EQ(page.text,
            "News\n----\n\n"
            "Dear Ada, here it is:\n\n"
            "- one\n- two\n\n"
            "Read on:\nhttps://example.org/?a=1&b=2\n\n"
            "-- \nMüller & Söhne\nRing 1\nWien\n"
            "Privacy: https://example.org/privacy\n"
            "Ask about your data: https://example.org/requests\n"
            "Choose what you get: https://example.org/preferences/T?a=1&b=2\n"
            "Unsubscribe: https://example.org/u/T\n");
  EXPECT_NE(page.html.find("<ul>\n<li>one</li>\n<li>two</li>\n</ul>"), std::string::npos) << page.html;
  EXPECT_NE(page.html.find("href=\"https://example.org/?a=1&amp;b=2\""), std::string::npos);
  EXPECT_NE(page.html.find("Müller &amp; Söhne<br>\nRing 1<br>\nWien"), std::string::npos);
  EXPECT_NE(page.html.find("<html lang=\"en\">"), std::string::npos);
}

TEST(Render, a_value_is_never_markup_or_a_second_line_of_a_header) {
  const Template sample = letter("subject: For {{name}}\nwants: name\n---\nDear {{name}}\n");
  const Rendered page = render(sample, {{"name", "<b>Eve</b>\"'&\r\nBcc: all@example.org\t\x01"}}, kFooter);
  EXPECT_EQ(page.subject, "For <b>Eve</b>\"'&  Bcc: all@example.org");
  EXPECT_EQ(page.html.find("<b>"), std::string::npos);
  EXPECT_NE(page.html.find("&lt;b&gt;Eve&lt;/b&gt;&quot;&#39;&amp;"), std::string::npos) << page.html;
  EXPECT_EQ(page.html.find('\x01'), std::string::npos);
  EXPECT_EQ(page.text.find('\x01'), std::string::npos);
}

TEST(Render, an_empty_footer_has_no_empty_lines) {
  const Rendered page = render(letter("subject: A\n---\nB\n"), {}, {.controller = "C", .address = {}, .privacy_url = {}, .preferences_url = {}, .unsubscribe_url = {}});
  EXPECT_EQ(page.text, "B\n\n-- \nC\n");
}

TEST(Render, a_link_leads_to_the_web) {
  for (const char* good : {"https://example.org", "HTTP://127.0.0.1:8080/x?y#z"}) EXPECT_TRUE(is_web_url(good)) << good;
  for (const char* bad : {"", "https://", "https:///x", "javascript:alert(1)", " https://example.org", "https://example.org/ x", "https://example.org/\"onclick", "https://example.org/\r\nBcc:x", "ftp://example.org",
                          "https://exämple.org"}) {
    EXPECT_FALSE(is_web_url(bad)) << bad;
  }
  EXPECT_FALSE(is_web_url("https://example.org/" + std::string(1000, 'x')));
}

}  // namespace
}  // namespace probity::mail
