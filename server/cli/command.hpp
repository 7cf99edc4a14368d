#pragma once
// A command as data, so that one table tells what there is, one parser reads it, and the same action
// runs whether the program was started for it or the running server does it.
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "installation/installation.hpp"

namespace probity::cli {

struct Option {
  std::string name;        ///< "--workspace"; without dashes: positional, in order
  std::string help;
  bool required = false;
  bool flag = false;       ///< takes no value
  bool many = false;       ///< a positional that takes all the rest
  std::string fallback;    ///< used when not given
  std::string environment; ///< variable that gives it too; where none is named: PROBITY_, the command, the option
  std::vector<std::string> choices = {};  ///< the values there are; empty: any
};

/// What was given, by option name without dashes.
class Arguments {
 public:
  std::map<std::string, std::vector<std::string>, std::less<>> values;
  bool has(std::string_view name) const { return values.contains(name); }
  /// First value; empty when not given.
  const std::string& operator[](std::string_view name) const;
};

/// Where a command writes. Messages go to `error`, so that --json leaves one document on `out`.
struct Output {
  std::function<void(std::string_view)> out;
  std::function<void(std::string_view)> error;
};

struct Invocation {
  installation::Installation& installation;
  const Arguments& arguments;
  Output& output;
  std::string input;              ///< standard input, where the command wants it
  std::filesystem::path folder;   ///< relative paths are relative to this
  bool json() const { return arguments.has("json"); }
  std::filesystem::path path(std::string_view argument) const { return folder / std::filesystem::path(arguments[argument]); }
  void say(std::string_view message) const { output.error(std::string(message) + "\n"); }
  void print(std::string_view text) const { output.out(std::string(text) + "\n"); }
};

struct Command {
  std::vector<std::string> words;  ///< {"user", "add"}
  std::string help;
  std::vector<Option> options;
  bool wants_input = false;
  bool may_make_data = false;      ///< makes the data folder where there is none; others are refused there
  std::function<Result<>(Invocation&)> run;  ///< null for serve, which main runs
};

/// Every command there is, in the order of the help text.
const std::vector<Command>& commands();
/// The command of exactly these words; null where there is none.
const Command* find_command(const std::vector<std::string>& words);
/// Flags that every command has.
const std::vector<Option>& global_options();

struct Parsed {
  const Command* command = nullptr;
  Arguments arguments;
};

/// Exit codes of the program.
inline constexpr int kDone = 0;
inline constexpr int kFailed = 1;
inline constexpr int kWrongUsage = 2;

/// Reads a command line, the environment and probity.toml. Help and usage errors are written to `output`
/// and give an exit code instead.
std::expected<Parsed, int> parse(const std::vector<std::string>& words, Output& output);

/// Runs it and turns its outcome into an exit code and a message.
int run(const Parsed& parsed, installation::Installation& installation, Output& output, std::string input, const std::filesystem::path& folder);

/// The variable of the environment that gives an option too: PROBITY_DATA, PROBITY_IMPORT_KEY. `command` is
/// null for a flag that every command has.
std::string environment_of(const Command* command, const Option& option);

/// What an error looks like on a terminal.
std::string describe(const Error& error);
int exit_code_of(const Error& error);

}  // namespace probity::cli
