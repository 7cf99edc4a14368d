#pragma once
// One declaration file while it is read: where we are in it, what is wrong with it.
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "meta/model.hpp"
#include "meta/yaml.hpp"

namespace probity::meta {

/// Reads the members of one YAML map and notes every problem with the place it is at. A reader that
/// finds nothing, or the wrong kind of thing, notes that and answers an empty value, so that all the
/// problems of a file are told at once.
class Declaration {
 public:
  Declaration(const Yaml& map, std::string file, std::string where, std::vector<Problem>& problems)
      : map_(map), file_(std::move(file)), where_(std::move(where)), problems_(problems) {}

  const std::string& file() const { return file_; }
  const std::string& where() const { return where_; }
  int line() const { return map_.line; }
  /// Line of a key, or of the map where it is missing.
  int line_of(std::string_view key) const;
  bool has(std::string_view key) const { return map_.find(key) != nullptr; }
  const Yaml* find(std::string_view key) const { return map_.find(key); }

  std::string text(std::string_view key) const;
  std::optional<std::int64_t> integer(std::string_view key) const;
  bool flag(std::string_view key, bool otherwise = false) const;
  /// A list of texts, or a single text.
  std::vector<std::string> texts(std::string_view key) const;
  std::vector<std::string> texts_in(const Yaml& value, std::string_view key) const;

  /// Notes every key that is not known.
  void refuse_unknown_keys(const std::vector<std::string_view>& known) const;
  void problem(std::string message) const { problem_at(line(), std::move(message)); }
  void problem_of(std::string_view key, std::string message) const { problem_at(line_of(key), std::move(message)); }
  void problem_at(int line, std::string message) const;
  /// The same file and problems, another map: `part` is added to where ("contact" -> "contact.email").
  Declaration inner(const Yaml& map, std::string_view part) const;

 private:
  const Yaml& map_;
  std::string file_;
  std::string where_;
  std::vector<Problem>& problems_;
};

/// Lower-case letters, digits and single underscores, beginning with a letter, at most 48 characters.
bool is_name(std::string_view text);
/// "first_name" -> "First name"
std::string label_from(std::string_view name);

}  // namespace probity::meta
