#include "cli/remote.hpp"

#include "base/json.hpp"
#include "base/log.hpp"
#include "cli/options.hpp"

namespace probity::cli {
namespace {

// Frames of the answer: 'o' and text for standard output, 'e' and text for messages, 'x' and the exit code.
constexpr char kOut = 'o';
constexpr char kError = 'e';
constexpr char kExit = 'x';

std::string request_of(const std::vector<std::string>& words, const std::string& input) {
  return json_document([&](JsonWriter& writer) {
    writer.StartObject();
    key(writer, "words");
    writer.StartArray();
    for (const std::string& word : words) put(writer, word);
    writer.EndArray();
    key(writer, "folder");
    put(writer, std::filesystem::current_path().string());
    key(writer, "input");
    put(writer, input);
    writer.EndObject();
  });
}

void serve(installation::Installation& installation, net::LocalConnection connection) {
  const auto frame = connection.receive();
  auto request = frame ? parse_json(*frame) : Result<JsonDocument>(invalid("no_request", "No request came."));
  if (!request) return;
  Output output{[&](std::string_view text) { connection.send(kOut + std::string(text)); },
                [&](std::string_view text) { connection.send(kError + std::string(text)); }};
  std::vector<std::string> words;
  for (const JsonValue& word : (*request)["words"].GetArray()) words.emplace_back(view(word));
  const auto parsed = parse(words, output);
  int code = parsed ? kFailed : parsed.error();
  try {
    if (parsed && parsed->command->run) code = run(*parsed, installation, output, std::string(view((*request)["input"])), std::string(view((*request)["folder"])));
  } catch (const std::exception& fault) {
    log::error("command failed: {}", fault.what());
    output.error("Something failed on our side. The server's log says more.\n");
  }
  connection.send(kExit + std::to_string(code));
}

}  // namespace

Result<int> run_remotely(const std::filesystem::path& socket, const std::vector<std::string>& words, const std::string& input, Output& output) {
  PROBITY_ASSIGN(net::LocalConnection connection, net::connect_local(socket));
  connection.send(request_of(words, input));
  while (auto frame = connection.receive()) {
    if (frame->empty()) continue;
    const std::string_view text = std::string_view(*frame).substr(1);
    if (frame->front() == kOut) output.out(text);
    if (frame->front() == kError) output.error(text);
    if (frame->front() == kExit) return std::stoi(std::string(text));
  }
  return fail(ErrorKind::unavailable, "server_gone", "The server ended before the command did. What it acknowledged is kept, and an import that had begun goes on when it starts again.");
}

Result<std::unique_ptr<net::LocalListener>> serve_commands(installation::Installation& installation) {
  return net::LocalListener::listen(installation.folder().socket(), [&installation](net::LocalConnection connection) { serve(installation, std::move(connection)); });
}

}  // namespace probity::cli
