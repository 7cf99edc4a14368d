#include "promises/evidence.hpp"

namespace probity::promises {

std::string_view name_of(State state) {
  switch (state) {
    case State::kept: return "kept";
    case State::waiting: return "waiting";
    case State::broken: return "broken";
  }
  return "broken";
}

std::string_view words_of(State state) {
  switch (state) {
    case State::kept: return "Kept";
    case State::waiting: return "Not in use yet";
    case State::broken: return "Broken";
  }
  return "Broken";
}

Evidence kept(std::string text, std::vector<Figure> figures) { return {State::kept, std::move(text), std::move(figures), {}}; }
Evidence broken(std::string text, std::vector<Figure> figures) { return {State::broken, std::move(text), std::move(figures), {}}; }
Evidence waiting(std::string name, std::string text) { return {State::waiting, std::move(text), {}, {std::move(name)}}; }

std::string text_of(const std::vector<Figure>& figures) {
  std::string text;
  for (const Figure& figure : figures) text += fmt::format("{}{}: {}", text.empty() ? "" : ", ", figure.name, figure.value);
  return text;
}

}  // namespace probity::promises
