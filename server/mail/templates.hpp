#pragma once
// The texts of the letters: one file for each letter and language, from which plain text and HTML are both made.
//
//   subject: Please confirm: {{controller}} may write to you
//   wants: confirm_url, what          values a letter must bring
//   secret: confirm_url               of these, what is for the hands of the addressee alone
//   categories: user.name             data categories in it, beside the address
//   ---
//   # A heading
//   A paragraph with {{what}}.
//
//   - an item of a list; a value with several lines makes an item of each
//
//   [Words on the button]({{confirm_url}})
//
// {{controller}} is there in every letter. Everything else that is not wanted, or wanted and not used, is a mistake
// of the file and found when the templates are read, not when a letter is sent.
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace probity::mail {

/// A stretch of text, or the name of a value that stands there.
struct Piece {
  std::string text;
  bool value = false;
};
using Words = std::vector<Piece>;

struct Block {
  enum class Kind { paragraph, heading, item, link } kind = Kind::paragraph;
  Words words;
  std::string target = {};  ///< of a link: the name of the value that holds the URL
};

struct Template {
  std::string language;
  std::string name;
  Words subject;
  std::set<std::string, std::less<>> wants;
  std::set<std::string, std::less<>> secrets;
  std::vector<std::string> categories;
  std::vector<Block> blocks;
};

struct Source {
  std::string_view language, name, text;
};

/// The value that is there in every letter: who writes.
inline constexpr std::string_view kController = "controller";

/// "bad_template", with file and line.
Result<Template> parse_template(const Source& source);

class Templates {
 public:
  /// All problems in one error.
  static Result<Templates> read(std::span<const Source> sources);
  /// Those of the program.
  static const Templates& built_in();
  /// In that language ("de-AT" is "de" where there is no such), else in English; null for a name of none.
  const Template* find(std::string_view name, std::string_view language) const;
  const std::vector<Template>& all() const { return templates_; }

 private:
  std::vector<Template> templates_;
};

/// The files under templates/, put in by the build.
const std::vector<Source>& built_in_sources();

}  // namespace probity::mail
