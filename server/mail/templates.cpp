#include "mail/templates.hpp"

#include <stdexcept>

#include "base/text.hpp"

namespace probity::mail {
namespace {

constexpr std::string_view kFallbackLanguage = "en";

/// Reads one file, line by line, and keeps the first thing that is wrong with it.
class Reader {
 public:
  explicit Reader(const Source& source) : source_(source) {
    template_.language = source.language;
    template_.name = source.name;
  }

  Result<Template> read() {
    std::vector<std::string_view> lines = split(source_.text, '\n');
    std::size_t at = 0;
    for (; at < lines.size() && trim(lines[at]) != "---"; ++at) read_setting(trim(lines[at]), at + 1);
    if (at == lines.size()) complain(at, "there is no line --- between the settings and the text");
    for (++at; at < lines.size(); ++at) read_line(trim(lines[at]), at + 1);
    close_paragraph();
    check();
    if (!problem_.empty()) return invalid("bad_template", problem_);
    return std::move(template_);
  }

 private:
  void complain(std::size_t line, std::string_view what) {
    if (problem_.empty()) problem_ = fmt::format("{}/{}.letter, line {}: {}.", source_.language, source_.name, line, what);
  }

  void read_setting(std::string_view line, std::size_t number) {
    const std::size_t colon = line.find(':');
    const std::string_view name = trim(line.substr(0, colon));
    const std::string_view value = colon == line.npos ? std::string_view() : trim(line.substr(colon + 1));
    if (name == "subject") template_.subject = read_words(value, number);
    else if (name == "wants") template_.wants = names_in(value);
    else if (name == "secret") template_.secrets = names_in(value);
    else if (name == "categories") for (const std::string& category : names_in(value)) template_.categories.push_back(category);
    else if (!line.empty()) complain(number, fmt::format("there is no setting \"{}\"", name));
  }

  static std::set<std::string, std::less<>> names_in(std::string_view list) {
    std::set<std::string, std::less<>> names;
    for (const std::string_view name : split(list, ',')) {
      if (!trim(name).empty()) names.emplace(trim(name));
    }
    return names;
  }

  Words read_words(std::string_view text, std::size_t number) {
    Words words;
    while (!text.empty()) {
      const std::size_t open = text.find("{{");
      if (open > 0) words.push_back({std::string(text.substr(0, open))});
      if (open == text.npos) break;
      const std::size_t close = text.find("}}", open);
      if (close == text.npos) {
        complain(number, "a {{ is not closed");
        break;
      }
      words.push_back({use(trim(text.substr(open + 2, close - open - 2)), number), true});
      text.remove_prefix(close + 2);
    }
    return words;
  }

  std::string use(std::string_view name, std::size_t number) {
    used_.emplace(std::string(name), number);
    return std::string(name);
  }

  void read_line(std::string_view line, std::size_t number) {
    const bool own = line.empty() || line.starts_with("# ") || line.starts_with("- ") || line.starts_with("[");
    if (!own) {
      if (!paragraph_.empty()) paragraph_ += ' ';
      else paragraph_line_ = number;
      paragraph_ += line;
      return;
    }
    close_paragraph();
    if (line.starts_with("# ")) template_.blocks.push_back({Block::Kind::heading, read_words(line.substr(2), number)});
    if (line.starts_with("- ")) template_.blocks.push_back({Block::Kind::item, read_words(line.substr(2), number)});
    if (line.starts_with("[")) read_link(line, number);
  }

  /// [Words]({{url}})
  void read_link(std::string_view line, std::size_t number) {
    const std::size_t middle = line.find("]({{");
    if (middle == line.npos || !line.ends_with("}})")) return complain(number, "a link looks like [Words]({{url}}) and stands alone");
    const std::string_view target = line.substr(middle + 4, line.size() - middle - 7);
    template_.blocks.push_back({Block::Kind::link, read_words(line.substr(1, middle - 1), number), use(trim(target), number)});
  }

  void close_paragraph() {
    if (!paragraph_.empty()) template_.blocks.push_back({Block::Kind::paragraph, read_words(paragraph_, paragraph_line_)});
    paragraph_.clear();
  }

  void check() {
    if (template_.subject.empty()) complain(1, "it has no subject");
    if (template_.blocks.empty()) complain(1, "it says nothing");
    for (const auto& [name, line] : used_) {
      if (name != kController && !template_.wants.contains(name)) complain(line, fmt::format("{{{{{}}}}} is not among what it wants", name));
    }
    for (const std::string& name : template_.wants) {
      if (!used_.contains(name)) complain(1, fmt::format("it wants \"{}\" and does not use it", name));
    }
    for (const std::string& name : template_.secrets) {
      if (!template_.wants.contains(name)) complain(1, fmt::format("the secret \"{}\" is not among what it wants", name));
    }
  }

  const Source& source_;
  Template template_;
  std::string problem_;
  std::string paragraph_;
  std::size_t paragraph_line_ = 0;
  std::map<std::string, std::size_t, std::less<>> used_;  ///< and in which line first
};

}  // namespace

Result<Template> parse_template(const Source& source) { return Reader(source).read(); }

Result<Templates> Templates::read(std::span<const Source> sources) {
  Templates templates;
  std::string problems;
  for (const Source& source : sources) {
    auto one = parse_template(source);
    if (one) templates.templates_.push_back(std::move(*one));
    else problems += "\n  " + one.error().message;
  }
  if (!problems.empty()) return invalid("bad_template", "Letters that cannot be used:" + problems);
  return templates;
}

const Templates& Templates::built_in() {
  static const Templates templates = [] {
    auto read = Templates::read(built_in_sources());
    if (!read) throw std::logic_error(read.error().message);
    return std::move(*read);
  }();
  return templates;
}

const Template* Templates::find(std::string_view name, std::string_view language) const {
  for (const std::string_view wished : {language, language.substr(0, language.find('-')), kFallbackLanguage}) {
    for (const Template& one : templates_) {
      if (one.name == name && one.language == wished) return &one;
    }
  }
  return nullptr;
}

}  // namespace probity::mail
