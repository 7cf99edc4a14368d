#include "http/pages/html.hpp"

#include <gmock/gmock.h>

#include "http/pages/document_html.hpp"
#include "http/pages/layout.hpp"

namespace probity::http::pages {
namespace {

TEST(Html, EscapesTextAndAttributes) {
  Html html;
  html.open("p", {{"class", "\"><script>"}}).text("<b>&'\"").close();
  EXPECT_EQ(html.take(), "<p class=\"&quot;&gt;&lt;script&gt;\">&lt;b&gt;&amp;&#39;&quot;</p>");
}

TEST(Html, MarksLinksThatLeadAway) {
  Html html;
  html.link("https://example.org/a?b=1&c=2", "There").link("/privacy", "Here").link("mailto:us@example.org", "Us");
  EXPECT_EQ(html.take(),
            "<a href=\"https://example.org/a?b=1&amp;c=2\" class=\"away\" rel=\"noopener noreferrer external\">There"
            "<span class=\"unseen\"> (leads to another site)</span></a><a href=\"/privacy\">Here</a><a href=\"mailto:us@example.org\">Us</a>");
}

TEST(Html, NeverLinksToAnotherScheme) {
  for (const char* link : {"javascript:alert(1)", "JavaScript:alert(1)", " javascript:alert(1)", "data:text/html,x", "//example.org", "ftp://example.org"}) {
    Html html;
    EXPECT_EQ(html.link(link, "text").take(), "text") << link;
  }
}

TEST(Html, ShowsTheTreeOfAText) {
  privacy::Document document{.title = "A <title>", .facts = {{"Version", privacy::words("3")}}, .introduction = {}, .sections = {}};
  document.sections.push_back({"what", "What", {privacy::Paragraph{privacy::words("One & two")}, privacy::Table{{"Name", "Why"}, {{privacy::words("a"), privacy::words("b")}}}}});
  Html html;
  write_document(document, html);
  const std::string text = html.take();
  EXPECT_THAT(text, testing::HasSubstr("<h1>A &lt;title&gt;</h1>"));
  EXPECT_THAT(text, testing::HasSubstr("<section id=\"what\"><h2>What</h2><p>One &amp; two</p>"));
  EXPECT_THAT(text, testing::HasSubstr("<td role=\"cell\" data-label=\"Why\">b</td>"));
}

TEST(Layout, RunsNoScriptAndIsFramedByNobody) {
  const Response response = message(404, "Nothing here", "There is nothing at this address.");
  EXPECT_EQ(response.status, 404);
  EXPECT_EQ(response.body.find("<script"), std::string::npos);
  const auto policy = std::find_if(response.headers.begin(), response.headers.end(), [](const Header& header) { return header.name == "Content-Security-Policy"; });
  ASSERT_NE(policy, response.headers.end());
  EXPECT_THAT(policy->value, testing::StartsWith("default-src 'none'; style-src 'self';"));
  EXPECT_EQ(policy->value.find("script-src"), std::string::npos);
}

}  // namespace
}  // namespace probity::http::pages
