#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "meta/fields/field_tester.hpp"

namespace probity::meta {
namespace {

const FieldTester kUrl("url");

TEST(UrlField, Reads) {
  expect_json(kUrl, {
      {R"("https://www.cantwell.senate.gov/public/index.cfm?a=1#top")", R"("https://www.cantwell.senate.gov/public/index.cfm?a=1#top")"},
      {R"(" example.com ")", R"("https://example.com")"},
      {R"("example.com/a?next=http://x.org")", R"("https://example.com/a?next=http://x.org")"},
      {R"("HTTP://EXAMPLE.com:8080/")", R"("HTTP://EXAMPLE.com:8080/")"},
      {R"("http://localhost/x")", R"("http://localhost/x")"},
      {R"("hhttps://example.com/a?b=/c")", R"("hhttps://example.com/a?b=/c")"},
      {R"("http://[::1]/")", R"("http://[::1]/")"},
      {R"("https://müller.example/ü")", R"("https://müller.example/ü")"},
      {R"("")", "null"},
  });
}

TEST(UrlField, RefusesWhatABrowserMightRun) {
  expect_refused_json(kUrl, {
      {"1", "wrong_type"},
      {R"x("javascript:alert(1)")x", "invalid_url"},
      {R"x("javascript://example.com/%0aalert(1)")x", "invalid_url"},
      {R"("data:text/html,x")", "invalid_url"},
      {R"("file:///etc/passwd")", "invalid_url"},
      {R"("JavaScript://example.com/")", "invalid_url"},
      {R"("://example.com/")", "invalid_url"},
      {R"("1x://example.com/")", "invalid_url"},
      {R"("https://")", "invalid_url"},
      {R"("https://exa mple.com")", "invalid_url"},
      {R"("https://example.com/<script>")", "invalid_url"},
      {R"("https://example.com:80a/")", "invalid_url"},
      {R"("just words")", "invalid_url"},
      {R"("word")", "invalid_url"},
      {R"("ada@example.com")", "invalid_url"},
      {"\"https://example.com/" + std::string(2'048, 'x') + "\"", "too_long"},
  });
}

TEST(UrlField, IsFoundByAnyPart) { EXPECT_EQ(kUrl.search({Cell("https://example.com")}).exact, "https://example.com"); }

RC_GTEST_PROP(UrlField, Survives, ()) {
  const auto part = *rc::gen::container<std::string>(rc::gen::elementOf(std::string("abc019-./?#=&%:@")));
  const auto cells = kUrl.read_text(*rc::gen::elementOf(std::vector<std::string>{"", "https://", "http://a.b"}) + part);
  RC_PRE((cells.has_value() && !is_null(cells->front())));
  RC_ASSERT(kUrl.survives(*cells));
}

}  // namespace
}  // namespace probity::meta
