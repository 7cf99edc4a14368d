#include "cli/commands.hpp"

namespace probity::cli {
namespace {

Command serve() {
  return {.words = {"serve"},
          .help = "Start the CRM",
          .options = {{.name = "--listen", .help = "Address and port", .fallback = "127.0.0.1:8080", .environment = "PROBITY_LISTEN"},
                      {.name = "--web", .help = "Folder of the built web app", .environment = "PROBITY_WEB"},
                      {.name = "--certificate", .help = "TLS certificate chain (PEM)", .environment = "PROBITY_CERTIFICATE"},
                      {.name = "--key", .help = "TLS private key (PEM)", .environment = "PROBITY_KEY"},
                      {.name = "--demo", .help = "Fill a workspace with sample data and print its sign-in", .flag = true, .environment = "PROBITY_DEMO"},
                      {.name = "--test", .help = "Make the data folder one for tests, whose clock may be shifted", .flag = true}},
          .run = nullptr};
}

}  // namespace

const std::vector<Command>& commands() {
  static const std::vector<Command> all{serve(),      workspace_create(), workspace_list(), user_add(), token_create(), import_file(), imports_list(), imports_resume(),
                                        export_file(), subject_find(),     audit_verify(),   migrate(),  demo(),         model_check(), doctor()};
  return all;
}

const Command* find_command(const std::vector<std::string>& words) {
  const auto found = std::ranges::find(commands(), words, &Command::words);
  return found == commands().end() ? nullptr : &*found;
}

const std::vector<Option>& global_options() {
  static const std::vector<Option> all{
      {.name = "--data", .help = "Data folder", .fallback = "data", .environment = "PROBITY_DATA"},
      {.name = "--database", .help = "postgres://... instead of SQLite in the data folder", .environment = "PROBITY_DATABASE"},
      {.name = "--encrypt", .help = "on or off; settled when the data folder is made", .fallback = "on", .environment = "PROBITY_ENCRYPT", .choices = {"on", "off"}},
      {.name = "--model", .help = "Folder of the model", .environment = "PROBITY_MODEL"},
      {.name = "--policies", .help = "Folder of the policies", .environment = "PROBITY_POLICIES"},
      {.name = "--json", .help = "One JSON document on standard output", .flag = true}};
  return all;
}

}  // namespace probity::cli
