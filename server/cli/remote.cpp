#include "cli/remote.hpp"

#include "base/json.hpp"
#include "cli/options.hpp"

namespace probity::cli {
namespace {

// Frames of the answer: 'o' and text for standard output, 'e' and text for messages, 'x' and the exit code.
constexpr char kOut = 'o';
constexpr char kError = 'e';
constexpr char kExit = 'x';

void write_texts(JsonWriter& writer, const std::vector<std::string>& texts) {
  writer.StartArray();
  for (const std::string& text : texts) put(writer, text);
  writer.EndArray();
}

std::vector<std::string> texts_of(const JsonValue& list) {
  std::vector<std::string> texts;
  for (const JsonValue& text : list.GetArray()) texts.emplace_back(view(text));
  return texts;
}

std::string request_of(const Parsed& parsed, const std::string& input) {
  return json_document([&](JsonWriter& writer) {
    writer.StartObject();
    key(writer, "command");
    write_texts(writer, parsed.command->words);
    key(writer, "arguments");
    writer.StartObject();
    for (const auto& [name, values] : parsed.arguments.values) {
      key(writer, name);
      write_texts(writer, values);
    }
    writer.EndObject();
    key(writer, "folder");
    put(writer, std::filesystem::current_path().string());
    key(writer, "input");
    put(writer, input);
    writer.EndObject();
  });
}

Result<int> run_request(installation::Installation& installation, const std::string& frame, Output& output) {
  PROBITY_ASSIGN(const JsonDocument request, parse_json(frame));
  Parsed parsed;
  parsed.command = find_command(texts_of(request["command"]));
  if (!parsed.command || !parsed.command->run) return invalid("unknown_command", "The running server does not know this command. Restart it if the program was renewed.");
  for (const auto& argument : request["arguments"].GetObject()) parsed.arguments.values[std::string(view(argument.name))] = texts_of(argument.value);
  return run(parsed, installation, output, std::string(view(request["input"])), std::string(view(request["folder"])));
}

void serve(installation::Installation& installation, net::LocalConnection connection) {
  const auto frame = connection.receive();
  if (!frame) return;
  Output output{[&](std::string_view text) { connection.send(kOut + std::string(text)); },
                [&](std::string_view text) { connection.send(kError + std::string(text)); }};
  const auto outcome = run_request(installation, *frame, output);
  if (!outcome) output.error(describe(outcome.error()) + "\n");
  connection.send(kExit + std::to_string(outcome ? *outcome : exit_code_of(outcome.error())));
}

/// What is known of a command whose server is gone: it was sent, so its work may have begun.
std::unexpected<Error> server_gone(const Parsed& parsed) {
  std::string message = "The server ended before the command did. What it acknowledged is kept.";
  if (parsed.command->words == std::vector<std::string>{"import"}) {
    message += fmt::format(" Do not import the file again yet: what had begun goes on when the server starts again, or with `probity imports resume --workspace {0}`. "
                           "`probity imports list --workspace {0}` says how far it is; only where the file is not listed, run the command again.",
                           parsed.arguments["workspace"]);
  } else {
    message += " Look at what is there before you run it again.";
  }
  return fail(ErrorKind::unavailable, "server_gone", std::move(message));
}

/// Nothing of it was begun.
std::unexpected<Error> not_sent() {
  return fail(ErrorKind::unavailable, "server_gone", "The server ended before it took the command. Nothing was begun; run the command again.");
}

}  // namespace

Result<int> run_remotely(const std::filesystem::path& socket, const Parsed& parsed, const std::string& input, Output& output) {
  PROBITY_ASSIGN(net::LocalConnection connection, net::connect_local(socket));
  if (!connection.send(request_of(parsed, input))) return not_sent();
  while (auto frame = connection.receive()) {
    if (frame->empty()) continue;
    const std::string_view text = std::string_view(*frame).substr(1);
    if (frame->front() == kOut) output.out(text);
    if (frame->front() == kError) output.error(text);
    if (frame->front() == kExit) return std::stoi(std::string(text));
  }
  return server_gone(parsed);
}

Result<std::unique_ptr<net::LocalListener>> serve_commands(installation::Installation& installation) {
  return net::LocalListener::listen(installation.folder().socket(), [&installation](net::LocalConnection connection) { serve(installation, std::move(connection)); });
}

}  // namespace probity::cli
