// Wiring only: the command line decides what runs, and where.
#include <csignal>
#include <cstdio>
#include <iostream>
#include <iterator>

#include "base/log.hpp"
#include "cli/command.hpp"
#include "cli/remote.hpp"
#include "serve.hpp"

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
          .test_clock = environment("PROBITY_TEST_CLOCK")};
}

int fail_with(const Error& error, cli::Output& output) {
  output.error(cli::describe(error) + "\n");
  if (!error.cause.empty()) output.error("cause: " + error.cause + "\n");
  return cli::exit_code_of(error);
}

int run(const std::vector<std::string>& words) {
  cli::Output output = terminal();
  const auto parsed = cli::parse(words, output);
  if (!parsed) return parsed.error();
  const bool serving = !parsed->command->run;
  log::start(serving ? log::Level::info : log::Level::warning);
  std::string input;
  if (parsed->command->wants_input) input.assign(std::istreambuf_iterator<char>(std::cin), {});
  const installation::Options options = options_of(parsed->arguments);
  auto installation = installation::Installation::open(options);
  if (!installation && installation.error().code == "data_folder_in_use" && !serving) {
    auto code = cli::run_remotely(installation::DataFolder::socket_in(options.data), words, input, output);
    return code ? *code : fail_with(code.error(), output);
  }
  if (!installation) return fail_with(installation.error(), output);
  if (serving) return serve(parsed->arguments, **installation, output);
  return cli::run(*parsed, **installation, output, std::move(input), std::filesystem::current_path());
}

}  // namespace

int main(int count, char** words) {
  std::signal(SIGPIPE, SIG_IGN);
  return run({words + 1, words + count});
}
