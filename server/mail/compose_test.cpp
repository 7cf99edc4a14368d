#include "mail/compose.hpp"

#include <gtest/gtest.h>

#include "base/text.hpp"

namespace probity::mail {
namespace {

const Rendered kLetter{"Hello", "Hello\n", "<p>Hello</p>\n"};

Envelope envelope() {
  return {.from_name = "Analytical Engines", .from = "crm@example.org", .to_name = "Ada Lovelace", .to = "ada@example.org", .reply_to = {}, .date = 1'769'853'600 * kSecond, .message_id = "0197@example.org", .unsubscribe_url = {}};
}

/// The header's value, unfolded (RFC 5322, section 2.2.3); "-" where there is none.
std::string header(const std::string& message, std::string_view name) {
  std::string headers = message.substr(0, message.find("\r\n\r\n") + 2);
  for (std::size_t at; (at = headers.find("\r\n ")) != std::string::npos || (at = headers.find("\r\n\t")) != std::string::npos;) headers.erase(at, 2);
  for (const std::string_view line : split(headers, '\n')) {
    if (lower_ascii(line.substr(0, name.size() + 1)) == lower_ascii(name) + ":") return std::string(trim(line.substr(name.size() + 1)));
  }
  return "-";
}

TEST(Compose, carries_the_headers_that_mail_has) {
  const std::string message = compose(envelope(), kLetter);
  EXPECT_EQ(header(message, "Date"), "Sat, 31 Jan 2026 10:00:00 +0000");
  EXPECT_EQ(header(message, "From"), "Analytical Engines <crm@example.org>");
  EXPECT_EQ(header(message, "To"), "Ada Lovelace <ada@example.org>");
  EXPECT_EQ(header(message, "Subject"), "Hello");
  EXPECT_EQ(header(message, "Message-ID"), "<0197@example.org>");
  EXPECT_EQ(header(message, "MIME-Version"), "1.0");
  EXPECT_EQ(header(message, "Auto-Submitted"), "auto-generated");
  EXPECT_TRUE(header(message, "Content-Type").starts_with("multipart/alternative; boundary="));
  EXPECT_EQ(header(message, "Reply-To"), "-");
  EXPECT_EQ(header(message, "List-Unsubscribe"), "-");
  EXPECT_LT(message.find("text/plain"), message.find("text/html")) << "the best comes last (RFC 2046, section 5.1.4)";
}

TEST(Compose, what_is_not_ascii_travels_as_ascii) {
  Envelope other = envelope();
  other.from_name = "Jürgen Müller";
  other.to_name = "\"Quote\", Ada";
  const std::string message = compose(other, {"Bitte bestätigen", "Grüße = 100 %\n", "<p>Grüße</p>\n"});
  EXPECT_TRUE(std::ranges::all_of(message, [](unsigned char letter) { return letter < 0x80; }));
  EXPECT_EQ(header(message, "Subject"), "Bitte =?UTF-8?B?YmVzdMOkdGlnZW4=?=");
  EXPECT_EQ(header(message, "From"), "=?UTF-8?b?SsO8cmdlbiBNw7xsbGVy?= <crm@example.org>");
  EXPECT_EQ(header(message, "To"), "\"\\\"Quote\\\", Ada\" <ada@example.org>");
  EXPECT_NE(message.find("Gr=C3=BC=C3=9Fe =3D 100 %\r\n"), std::string::npos) << message;
}

TEST(Compose, a_domain_beyond_ascii_is_written_in_ascii) {
  Envelope other = envelope();
  other.to = "ada@exämple.org";
  EXPECT_EQ(header(compose(other, kLetter), "To"), "Ada Lovelace <ada@xn--exmple-cua.org>");
}

TEST(Compose, nothing_adds_a_header) {
  Envelope other = envelope();
  const std::string evil = "x\r\nBcc: eve@example.org\n\n<script>\r\n.\r\n";
  other.from_name = other.to_name = evil;
  other.message_id = "id\r\nBcc: eve@example.org";
  other.unsubscribe_url = "https://example.org/\r\nBcc: eve@example.org";
  other.reply_to = "eve@example.org\r\nBcc: eve@example.org";
  const std::string message = compose(other, {evil, "a\r\n.\r\nb\n", "<p>"});
  EXPECT_EQ(header(message, "Bcc"), "-") << message;
  const std::string headers = message.substr(0, message.find("\r\n\r\n"));
  EXPECT_EQ(headers.find("\r\nBcc"), std::string::npos);
  EXPECT_NE(headers.find("Content-Type: multipart/alternative"), std::string::npos) << "the headers end where they should";
}

TEST(Compose, lines_end_as_they_must_and_are_short_enough) {
  Rendered letter = kLetter;
  letter.subject.assign(900, 's');
  letter.text = std::string(5000, 'x') + "\nline\n\nend";
  letter.html.assign(5000, 'y');
  const std::string message = compose(envelope(), letter);
  for (std::size_t at = 0; at < message.size(); ++at) {
    const bool ends_well = message[at] != '\n' || (at > 0 && message[at - 1] == '\r');
    const bool goes_on_well = message[at] != '\r' || (at + 1 < message.size() && message[at + 1] == '\n');
    ASSERT_TRUE(ends_well && goes_on_well) << at;
  }
  for (const std::string_view line : split(message, '\n')) EXPECT_LE(line.size(), 999u) << line.substr(0, 60);
}

TEST(Compose, mail_that_one_may_stop_says_how_in_its_headers) {
  Envelope other = envelope();
  other.unsubscribe_url = "https://crm.example.org/u/" + std::string(43, 'T');
  const std::string message = compose(other, kLetter);
  EXPECT_EQ(header(message, "List-Unsubscribe"), "<" + other.unsubscribe_url + ">");
  EXPECT_EQ(header(message, "List-Unsubscribe-Post"), "List-Unsubscribe=One-Click");
}

TEST(Compose, a_long_unsubscribe_link_stays_one_link) {
  Envelope other = envelope();
  other.unsubscribe_url = "https://crm.example.org/u/" + std::string(800, 'T');
  EXPECT_EQ(header(compose(other, kLetter), "List-Unsubscribe"), "<" + other.unsubscribe_url + ">");
}

}  // namespace
}  // namespace probity::mail
