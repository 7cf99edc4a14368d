#include "meta/yaml.hpp"

#include <yaml-cpp/anchor.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include <sstream>

#include "base/json.hpp"
#include "base/text.hpp"

namespace probity::meta {
namespace {

constexpr std::size_t kMaximumDepth = 32;
constexpr int kMaximumValues = 100'000;

/// Thrown through the library's parser, which knows no other way to stop.
struct Refusal {
  YamlError error;
};

class TreeBuilder final : public YAML::EventHandler {
 public:
  Yaml take() { return std::move(root_); }

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    refuse_anchor(mark, anchor);
    place(mark, Yaml::Kind::null, {});
  }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override { refuse_anchor(mark, 1); }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    refuse_anchor(mark, anchor);
    const bool is_plain = tag == "?";
    const bool says_nothing = is_plain && (value == "null" || value == "~");
    place(mark, says_nothing ? Yaml::Kind::null : Yaml::Kind::scalar, says_nothing ? "" : value);
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    refuse_anchor(mark, anchor);
    open(mark, Yaml::Kind::list);
  }
  void OnSequenceEnd() override { open_.pop_back(); }
  void OnMapStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    refuse_anchor(mark, anchor);
    open(mark, Yaml::Kind::map);
  }
  void OnMapEnd() override { open_.pop_back(); }

 private:
  struct Open {
    Yaml* value;
    bool expects_key;
  };

  static void refuse_anchor(const YAML::Mark& mark, YAML::anchor_t anchor) {
    if (anchor != 0) throw Refusal{{mark.line + 1, "anchors and aliases are not read here; write the value out"}};
  }

  void open(const YAML::Mark& mark, Yaml::Kind kind) {
    if (open_.size() >= kMaximumDepth) throw Refusal{{mark.line + 1, "nested too deeply"}};
    if (expects_key()) throw Refusal{{mark.line + 1, "a key must be a plain text"}};
    open_.push_back({place(mark, kind, {}), kind == Yaml::Kind::map});
  }

  bool expects_key() const { return !open_.empty() && open_.back().value->is_map() && open_.back().expects_key; }

  Yaml* place(const YAML::Mark& mark, Yaml::Kind kind, std::string scalar) {
    if (++values_ > kMaximumValues) throw Refusal{{mark.line + 1, "too many values"}};
    const int line = mark.line + 1;
    if (expects_key()) return place_key(line, std::move(scalar));
    Yaml value{.kind = kind, .line = line, .scalar = std::move(scalar)};
    if (open_.empty()) return &(root_ = std::move(value));
    Yaml& parent = *open_.back().value;
    if (parent.is_list()) return &parent.items.emplace_back(std::move(value));
    open_.back().expects_key = true;
    return &(parent.members.back().value = std::move(value));
  }

  Yaml* place_key(int line, std::string key) {
    Open& parent = open_.back();
    if (parent.value->find(key)) throw Refusal{{line, fmt::format("\"{}\" stands here twice", key)}};
    parent.value->members.push_back({.key = std::move(key), .line = line, .value = {}});
    parent.expects_key = false;
    return nullptr;
  }

  Yaml root_;
  std::vector<Open> open_;
  int values_ = 0;
};

Yaml from_json(const JsonValue& json) {
  Yaml value{.kind = Yaml::Kind::scalar, .line = 1};
  if (json.IsObject()) {
    value.kind = Yaml::Kind::map;
    for (const auto& member : json.GetObject()) {
      value.members.push_back({.key = std::string(view(member.name)), .line = 1, .value = from_json(member.value)});
    }
  } else if (json.IsArray()) {
    value.kind = Yaml::Kind::list;
    for (const JsonValue& item : json.GetArray()) value.items.push_back(from_json(item));
  } else if (json.IsNull()) {
    value.kind = Yaml::Kind::null;
  } else {
    value.scalar = json.IsString() ? std::string(view(json)) : to_json_text(json);
  }
  return value;
}

}  // namespace

const Yaml* Yaml::find(std::string_view key) const {
  const auto found = std::ranges::find(members, key, &YamlMember::key);
  return found == members.end() ? nullptr : &found->value;
}

std::expected<Yaml, YamlError> parse_yaml(std::string_view text) {
  if (!is_valid_text(text)) return std::unexpected(YamlError{1, "the text is not valid UTF-8"});
  // The YAML library does not put surrogate pairs of JSON back together.
  if (trim(text).starts_with('{')) {
    if (const auto json = parse_json(text)) return from_json(*json);
  }
  try {
    std::istringstream stream{std::string(text)};
    YAML::Parser parser(stream);
    TreeBuilder builder;
    parser.HandleNextDocument(builder);
    TreeBuilder second;
    // What stands behind "---" would otherwise be passed over without a word.
    if (parser.HandleNextDocument(second)) return std::unexpected(YamlError{second.take().line, "a second document begins here; a file has one. Take out the line \"---\""});
    return builder.take();
  } catch (const Refusal& refusal) {
    return std::unexpected(refusal.error);
  } catch (const YAML::Exception& exception) {
    return std::unexpected(YamlError{exception.mark.line + 1, exception.msg});
  }
}

}  // namespace probity::meta
