#include "audit/note.hpp"

#include <gtest/gtest.h>

namespace probity::audit {
namespace {

const SigningKey& own_key() {
  static const SigningKey key(std::string(32, 'k'));
  return key;
}

Checkpoint sample() { return {"probity/acme", 1234, std::string(32, 'r')}; }

std::string problem_of(std::string_view note) {
  const auto read = read_note(own_key().public_key(), note);
  return read ? "" : read.error().message;
}

TEST(Note, says_which_log_how_many_leaves_and_their_root_in_four_lines) {
  const std::string note = sign_note(own_key(), sample());
  EXPECT_TRUE(note.starts_with("probity/acme\n1234\ncnJycnJycnJycnJycnJycnJycnJycnJycnJycnJycnI=\n\n\xE2\x80\x94 probity/acme ")) << note;
  EXPECT_EQ(std::ranges::count(note, '\n'), 5);
  EXPECT_EQ(read_note(own_key().public_key(), note).value(), sample());
}

TEST(Note, one_of_another_key_is_refused) {
  EXPECT_NE(problem_of(sign_note(SigningKey(std::string(32, 'x')), sample())), "");
}

TEST(Note, every_byte_of_it_counts) {
  const std::string note = sign_note(own_key(), sample());
  for (std::size_t i = 0; i < note.size(); ++i) {
    std::string changed = note;
    changed[i] = static_cast<char>(changed[i] ^ 0x02);
    const auto read = read_note(own_key().public_key(), changed);
    EXPECT_FALSE(read && *read != sample()) << i;
    EXPECT_FALSE(read_note(own_key().public_key(), note.substr(0, i))) << i;
  }
}

TEST(Note, signatures_of_others_are_passed_over) {
  const std::string note = sign_note(own_key(), sample());
  const std::size_t split = note.find("\n\n") + 2;
  const std::string witnessed = note.substr(0, split) + "\xE2\x80\x94 witness.example AAAAAAAA\n" + note.substr(split) + "\xE2\x80\x94 probity/acme bm90aGluZw==\n";
  EXPECT_EQ(problem_of(witnessed), "");
}

TEST(Note, what_is_no_note_is_told_in_words) {
  EXPECT_EQ(problem_of(""), "This is no checkpoint of this audit log: it has no signature.");
  EXPECT_EQ(problem_of("one\ntwo\n\nthree\n"), "This is no checkpoint of this audit log: its three lines are missing.");
  EXPECT_EQ(problem_of("a\n01\ncnJy\n\nthree\n"), "This is no checkpoint of this audit log: its lines cannot be read.");
}

TEST(Note, a_key_is_named_as_other_tools_read_it) {
  // The key hash is SHA-256("name" LF 0x01 key), its first four bytes.
  const std::string key = verifier_key("probity", own_key().public_key());
  EXPECT_TRUE(key.starts_with("probity+" + hex(bytes_of(sha256("probity\n\x01" + own_key().public_key())).substr(0, 4)) + "+"));
  EXPECT_TRUE(key.ends_with(base64("\x01" + own_key().public_key())));
}

}  // namespace
}  // namespace probity::audit
