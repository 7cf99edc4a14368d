#pragma once
// The log. Never a name, an address, a value of a record or a secret: ids, kinds and counts only.
#include <string_view>

#include <fmt/format.h>

namespace probity::log {

enum class Level { debug, info, warning, error };
void start(Level level);  ///< writes to standard error, one line an event
void write(Level level, std::string_view message);

template <typename... Arguments>
void info(fmt::format_string<Arguments...> format, Arguments&&... arguments) {
  write(Level::info, fmt::format(format, std::forward<Arguments>(arguments)...));
}
template <typename... Arguments>
void warning(fmt::format_string<Arguments...> format, Arguments&&... arguments) {
  write(Level::warning, fmt::format(format, std::forward<Arguments>(arguments)...));
}
template <typename... Arguments>
void error(fmt::format_string<Arguments...> format, Arguments&&... arguments) {
  write(Level::error, fmt::format(format, std::forward<Arguments>(arguments)...));
}

}  // namespace probity::log
