// Wiring only: the command line decides what runs, and where.
#include <sys/stat.h>

#include <chrono>
#include <csignal>
#include <cstdio>
#include <iostream>
#include <iterator>
#include <thread>

#include "base/log.hpp"
#include "cli/command.hpp"
#include "cli/remote.hpp"
#include "hardening.hpp"
#include "serve.hpp"
#include "wire_http.hpp"

/// Read by jemalloc before main(): what is free goes back to the system within seconds also while nothing is
/// asked, so that a look at every promise, or an import, does not stand in the program's size ever after.
extern "C" {
const char* malloc_conf = "background_thread:true,dirty_decay_ms:2000,muzzy_decay_ms:2000";
}

namespace {

using namespace probity;

cli::Output terminal() {
  const auto write = [](std::FILE* stream) {
    return [stream](std::string_view text) {
      std::fwrite(text.data(), 1, text.size(), stream);
      std::fflush(stream);
    };
  };
  return {write(stdout), write(stderr)};
}

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value ? value : "";
}

installation::Options options_of(const cli::Arguments& arguments) {
  return {.data = arguments["data"],
          .model = arguments["model"],
          .policies = arguments["policies"],
          .database = arguments["database"],
          .encrypt = arguments["encrypt"] != "off",
          .test = arguments.has("test"),
          .test_clock = environment("PROBITY_TEST_CLOCK"),
          .test_fault = environment("PROBITY_TEST_FAULT"),
          .test_skip = environment("PROBITY_TEST_SKIP"),
          .public_url = arguments["public-url"],
          .local_url = local_url(arguments),
          .copy_lives = arguments["copy-lives"],
          .mail = {.server = arguments["smtp"],
                   .password = environment("PROBITY_SMTP_PASSWORD"),
                   .password_file = arguments["smtp-password-file"],
                   .authorities = arguments["smtp-authorities"],
                   .sender = arguments["mail-from"],
                   .keep_trying = arguments["mail-keep-trying"]},
          .security = {.contact = arguments["security-contact"], .policy_url = arguments["security-policy"], .file = arguments["security-txt"]},
          .checkpoints = {.folder = arguments["checkpoints"], .mail = arguments["checkpoint-mail"]}};
}

int fail_with(const Error& error, cli::Output& output) {
  output.error(cli::describe(error) + "\n");
  if (!error.cause.empty()) output.error("cause: " + error.cause + "\n");
  return cli::exit_code_of(error);
}

Error busy(const std::filesystem::path& data) {
  return {.kind = ErrorKind::unavailable,
          .code = "data_folder_busy",
          .message = fmt::format("Another command is at work in {}. Nothing was done; run this one again when it has ended.", data.string())};
}

/// How long a command waits for another program that has the data folder and does not answer: a server
/// that is just starting or stopping, or another command at work.
constexpr std::chrono::seconds kPatience{10};
constexpr std::chrono::milliseconds kBetweenTries{50};

bool is_in_use(const Result<std::unique_ptr<installation::Installation>>& installation) {
  return !installation && installation.error().code == "data_folder_in_use";
}

/// A folder is made only by what puts something into it: a mistyped name would otherwise look like an empty CRM.
Error no_data(const std::filesystem::path& data) {
  std::error_code error;
  return {.kind = ErrorKind::invalid,
          .code = "no_data_folder",
          .message = fmt::format("There is no data folder at {}. Name yours with --data FOLDER or PROBITY_DATA; `probity workspace create` and `probity serve` make a new one. Nothing was made.", std::filesystem::absolute(data, error).string())};
}

/// Does a command here, or lets the server that has the data folder do it.
int run_command(const cli::Parsed& parsed, std::string input, cli::Output& output) {
  const installation::Options options = options_of(parsed.arguments);
  if (!parsed.command->may_make_data && !installation::DataFolder::is_used(options.data)) return fail_with(no_data(options.data), output);
  const auto until = std::chrono::steady_clock::now() + kPatience;
  while (true) {
    auto installation = installation::Installation::open(options);
    if (installation) {
      HttpSide http(**installation, parsed.arguments["web"]);
      return cli::run(parsed, **installation, output, std::move(input), std::filesystem::current_path());
    }
    if (!is_in_use(installation)) return fail_with(installation.error(), output);
    auto code = cli::run_remotely(installation::DataFolder::socket_in(options.data), parsed, input, output);
    if (code) return *code;
    if (code.error().code != "not_running") return fail_with(code.error(), output);
    if (std::chrono::steady_clock::now() > until) return fail_with(busy(options.data), output);
    std::this_thread::sleep_for(kBetweenTries);
  }
}

int run(const std::vector<std::string>& words) {
  cli::Output output = terminal();
  const auto parsed = cli::parse(words, output);
  if (!parsed) return parsed.error();
  const bool serving = !parsed->command->run;
  log::start(serving ? log::Level::info : log::Level::warning);
  if (!serving) {
    std::string input;
    if (parsed->command->wants_input) input.assign(std::istreambuf_iterator<char>(std::cin), {});
    return run_command(*parsed, std::move(input), output);
  }
  hold_signals(parsed->arguments);
  auto installation = installation::Installation::open(options_of(parsed->arguments));
  if (!installation) return fail_with(installation.error(), output);
  return serve(parsed->arguments, **installation, output);
}

}  // namespace

int main(int count, char** words) {
  hide_memory();
  std::signal(SIGPIPE, SIG_IGN);
  // Whatever is written holds personal data: exports and failed rows too are for their owner only.
  ::umask(0077);
  return run({words + 1, words + count});
}
