#pragma once
// What is answered when somebody asks whether a promise is kept. Evidence is public: a stranger understands
// it, and it names nobody.
#include <string>
#include <string_view>
#include <vector>

namespace probity::promises {

/// From good to bad is kept, waiting, broken: of several answers the worst counts.
enum class State { kept, waiting, broken };
std::string_view name_of(State state);
std::string_view words_of(State state);  ///< "Kept", "Not in use yet", "Broken"

struct Figure {
  std::string name;   ///< "rows over age"
  std::string value;  ///< "0"
};

struct Evidence {
  State state = State::broken;
  std::string text;                      ///< one or two sentences
  std::vector<Figure> figures = {};
  std::vector<std::string> waiting_for = {};  ///< names of capabilities and settings
};

Evidence kept(std::string text, std::vector<Figure> figures = {});
Evidence broken(std::string text, std::vector<Figure> figures = {});
/// Something that is not built, or not configured, by its name.
Evidence waiting(std::string name, std::string text);
/// The text of figures: "rows over age: 0, oldest: 2026-01-31".
std::string text_of(const std::vector<Figure>& figures);

}  // namespace probity::promises
