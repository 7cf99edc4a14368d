#include <CLI/CLI.hpp>

#include "base/log.hpp"
#include "cli/command.hpp"

namespace probity::cli {
namespace {

std::string bare(std::string_view name) {
  while (name.starts_with('-')) name.remove_prefix(1);
  return std::string(name);
}

/// A flag may be given as `--demo`, and as true or false in the environment and the file.
bool is_on(const CLI::Option& flag) { return CLI::detail::to_flag_value(flag.results().back()) > 0; }

/// The variable that gives what the file's item gives; empty where there is no such option.
std::string environment_of(const CLI::ConfigItem& item) {
  const auto named = [&](const Option& option) { return bare(option.name) == item.name; };
  const Command* command = item.parents.empty() ? nullptr : find_command(item.parents);
  const std::vector<Option>& options = command ? command->options : global_options();
  const auto option = std::ranges::find_if(options, named);
  return option == options.end() ? "" : environment_of(command, *option);
}

/// probity.toml. What the environment gives as well is taken from there: a variable is set for one call, the
/// file for all.
class SettingsFile : public CLI::ConfigTOML {
 public:
  std::vector<CLI::ConfigItem> from_config(std::istream& stream) const override {
    auto items = CLI::ConfigTOML::from_config(stream);
    std::erase_if(items, [](const CLI::ConfigItem& item) {
      const std::string variable = environment_of(item);
      return !variable.empty() && std::getenv(variable.c_str());
    });
    for (const CLI::ConfigItem& item : items) {
      const bool section = item.name == "++" || item.name == "--";
      if (!section && item.inputs.empty()) throw CLI::ConfigError(fmt::format("\"{}\" has no value in the settings file.", item.name));
    }
    return items;
  }
};

/// One command line in the parser's own terms; `given` is filled while it parses.
class Line {
 public:
  Line() : app_("Probity: a CRM whose privacy policy is a file that the program obeys.", "probity") {
    app_.require_subcommand(1);
    app_.fallthrough();
    const char* settings = std::getenv("PROBITY_CONFIG");
    app_.set_config("--config", settings ? settings : "probity.toml", "Read settings from a TOML file", settings != nullptr)->envname("PROBITY_CONFIG");
    app_.config_formatter(std::make_shared<SettingsFile>());
    app_.allow_config_extras(CLI::config_extras_mode::error);
    app_.set_help_all_flag("--help-all", "Help for every command");
    for (const Option& option : global_options()) add(app_, nullptr, option);
    for (const Command& command : commands()) add(command);
  }

  std::expected<Parsed, int> read(std::vector<std::string> words, Output& output) {
    std::reverse(words.begin(), words.end());
    try {
      app_.parse(std::move(words));
    } catch (const CLI::ParseError& error) {
      std::ostringstream out;
      std::ostringstream messages;
      const int code = app_.exit(error, out, messages);
      if (!out.str().empty()) output.out(out.str());
      if (!messages.str().empty()) output.error(messages.str());
      return std::unexpected(code == 0 ? kDone : kWrongUsage);
    }
    Parsed parsed;
    for (const auto& [command, app] : command_apps_) {
      if (app->parsed() && app->get_subcommands().empty()) parsed.command = command;
    }
    for (const auto& [option, owner] : options_) {
      if (owner->count() == 0 || (option->flag && !is_on(*owner))) continue;
      parsed.arguments.values[bare(option->name)] = option->flag ? std::vector<std::string>{"true"} : owner->results();
    }
    fall_back(global_options(), parsed.arguments);
    if (parsed.command) fall_back(parsed.command->options, parsed.arguments);
    return parsed;
  }

 private:
  static void fall_back(const std::vector<Option>& options, Arguments& arguments) {
    for (const Option& option : options) {
      const std::string name = bare(option.name);
      if (!option.fallback.empty() && !arguments.has(name)) arguments.values[name] = {option.fallback};
    }
  }

  void add(CLI::App& app, const Command* command, const Option& option) {
    CLI::Option* made = option.flag ? app.add_flag(option.name, option.help) : app.add_option(option.name, option.help);
    made->required(option.required);
    if (!option.flag) made->expected(1, option.many ? CLI::detail::expected_max_vector_size : 1)->type_name("TEXT");
    if (!option.choices.empty()) made->check(CLI::IsMember(option.choices));
    if (option.name.starts_with('-')) made->envname(environment_of(command, option));
    options_.emplace_back(&option, made);
  }

  void add(const Command& command) {
    CLI::App* app = &app_;
    std::string path;
    for (std::size_t index = 0; index < command.words.size(); ++index) {
      const bool last = index + 1 == command.words.size();
      path += command.words[index] + " ";
      CLI::App*& next = groups_[path];
      if (!next) next = app->add_subcommand(command.words[index], last ? command.help : "");
      app = next;
      app->fallthrough();
      if (!last) app->require_subcommand(1);
    }
    for (const Option& option : command.options) add(*app, &command, option);
    command_apps_.emplace_back(&command, app);
  }

  CLI::App app_;
  std::map<std::string, CLI::App*> groups_;  ///< by the words that lead to them
  std::vector<std::pair<const Option*, CLI::Option*>> options_;
  std::vector<std::pair<const Command*, CLI::App*>> command_apps_;
};

}  // namespace

const std::string& Arguments::operator[](std::string_view name) const {
  static const std::string none;
  const auto found = values.find(name);
  return found == values.end() || found->second.empty() ? none : found->second.front();
}

std::expected<Parsed, int> parse(const std::vector<std::string>& words, Output& output) {
  return Line().read(words, output);
}

std::string environment_of(const Command* command, const Option& option) {
  if (!option.environment.empty()) return option.environment;
  std::string name = "probity";
  if (command) name += fmt::format("_{}", fmt::join(command->words, "_"));
  name += "_" + bare(option.name);
  std::ranges::transform(name, name.begin(), [](char c) { return c == '-' ? '_' : static_cast<char>(std::toupper(static_cast<unsigned char>(c))); });
  return name;
}

std::string describe(const Error& error) {
  std::string text = error.message;
  for (const FieldError& field : error.fields) {
    // The message of a model names its problems itself, with file and line.
    if (error.message.find(field.message) == std::string::npos) text += fmt::format("\n  {}: {}", field.field, field.message);
  }
  return text;
}

int exit_code_of(const Error& error) {
  return error.kind == ErrorKind::invalid || error.kind == ErrorKind::conflict ? kWrongUsage : kFailed;
}

namespace {

/// In a closed workspace nothing is done but what ends it, or takes its data along.
Result<> check_open(const Parsed& parsed, installation::Installation& installation) {
  constexpr std::string_view kStillDone[] = {"workspace", "export", "subject", "audit"};
  const std::string& workspace = parsed.arguments["workspace"];
  if (workspace.empty() || std::ranges::find(kStillDone, parsed.command->words.front()) != std::end(kStillDone)) return {};
  PROBITY_ASSIGN(const auto closed, installation.life_cycle().closing.find(workspace));
  if (!closed) return {};
  return fail(ErrorKind::conflict, "workspace_closed", fmt::format("{0} is closed. Open it again first: workspace restore --workspace {0}. Nothing was changed.", workspace));
}

}  // namespace

int run(const Parsed& parsed, installation::Installation& installation, Output& output, std::string input, const std::filesystem::path& folder) {
  Invocation invocation{installation, parsed.arguments, output, std::move(input), folder};
  Result<> outcome;
  try {
    outcome = check_open(parsed, installation);
    if (outcome) outcome = parsed.command->run(invocation);
  } catch (const std::exception& fault) {
    outcome = internal(fmt::format("exception in a command: {}", fault.what()));
    log::error("{}", outcome.error().cause);
  }
  if (outcome) return kDone;
  output.error(describe(outcome.error()) + "\n");
  return exit_code_of(outcome.error());
}

}  // namespace probity::cli
