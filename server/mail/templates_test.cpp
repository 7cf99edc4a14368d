#include "mail/templates.hpp"

#include <gtest/gtest.h>

#include "mail/render.hpp"

namespace probity::mail {
namespace {

std::string problem_of(std::string_view text) {
  const auto read = parse_template({"en", "sample", text});
  return read ? "" : read.error().message;
}

TEST(Templates, every_letter_of_the_program_can_be_read_and_rendered) {
  const Templates& templates = Templates::built_in();
  ASSERT_GE(templates.all().size(), 6u);
  for (const Template& letter : templates.all()) {
    std::set<std::string> links;
    for (const Block& block : letter.blocks) links.insert(block.target);
    Values values;
    for (const std::string& name : letter.wants) values[name] = links.contains(name) ? "https://example.org/" + name : "<x-" + name + ">";
    ASSERT_TRUE(check_values(letter, values)) << letter.name;
    const Rendered page = render(letter, values, {.controller = "Analytical Engines", .address = "1 Mill Lane", .privacy_url = "https://example.org/privacy", .preferences_url = {}, .unsubscribe_url = {}});
    EXPECT_FALSE(page.subject.empty()) << letter.name;
    for (const auto& [name, value] : values) {
      EXPECT_NE((page.subject + page.text).find(value), std::string::npos) << letter.name << " does not show " << name;
      EXPECT_TRUE(links.contains(name) || page.html.find(value) == std::string::npos) << letter.name << " does not escape " << name;
    }
    EXPECT_EQ((page.subject + page.text + page.html).find("{{"), std::string::npos) << letter.name;
    EXPECT_NE(page.text.find("1 Mill Lane"), std::string::npos);
    EXPECT_NE(page.html.find("https://example.org/privacy"), std::string::npos);
  }
}

TEST(Templates, a_mistake_is_found_when_the_file_is_read) {
  EXPECT_NE(problem_of("subject: A\n---\nHello {{who}}\n").find("line 3: {{who}} is not among what it wants"), std::string::npos);
  EXPECT_NE(problem_of("subject: A\nwants: who\n---\nHello\n").find("wants \"who\" and does not use it"), std::string::npos);
  EXPECT_NE(problem_of("subject: A\nsecret: who\n---\nHello\n").find("secret \"who\""), std::string::npos);
  EXPECT_NE(problem_of("subject: A\nwish: who\n---\nHello\n").find("line 2: there is no setting \"wish\""), std::string::npos);
  EXPECT_NE(problem_of("subject: A\nwants: who\n---\nHello {{who\n").find("line 4: a {{ is not closed"), std::string::npos);
  EXPECT_NE(problem_of("subject: A\n---\n[Look](https://example.org)\n").find("line 3: a link looks like"), std::string::npos);
  EXPECT_NE(problem_of("subject: A\n").find("no line ---"), std::string::npos);
  EXPECT_NE(problem_of("---\nHello\n").find("no subject"), std::string::npos);
  EXPECT_NE(problem_of("subject: A\n---\n\n").find("says nothing"), std::string::npos);
  EXPECT_EQ(problem_of("subject: A {{controller}}\nwants: who\n---\nHello {{who}}\nand all\n"), "");
}

TEST(Templates, a_language_that_there_is_not_is_english) {
  const std::vector<Source> sources{{"en", "hello", "subject: Hello\n---\nHello\n"}, {"de", "hello", "subject: Hallo\n---\nHallo\n"}};
  const auto templates = Templates::read(sources);
  ASSERT_TRUE(templates);
  EXPECT_EQ(templates->find("hello", "de-AT")->language, "de");
  EXPECT_EQ(templates->find("hello", "fr")->language, "en");
  EXPECT_EQ(templates->find("goodbye", "en"), nullptr);
}

TEST(Templates, all_mistakes_are_told_at_once) {
  const std::vector<Source> sources{{"en", "one", "---\n"}, {"en", "two", "---\n"}};
  const auto templates = Templates::read(sources);
  ASSERT_FALSE(templates);
  EXPECT_EQ(templates.error().code, "bad_template");
  EXPECT_NE(templates.error().message.find("en/one.letter"), std::string::npos);
  EXPECT_NE(templates.error().message.find("en/two.letter"), std::string::npos);
}

}  // namespace
}  // namespace probity::mail
