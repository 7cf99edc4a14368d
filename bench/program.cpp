#include "program.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <thread>

#include <fmt/format.h>

namespace bench {
namespace {

pid_t start(const std::vector<std::string>& words, int input, int output) {
  const pid_t process = ::fork();
  if (process != 0) return process;
  ::dup2(input, STDIN_FILENO);
  ::dup2(output, STDOUT_FILENO);
  std::vector<char*> arguments;
  for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  ::execv(arguments.front(), arguments.data());
  ::_exit(127);
}

bool answers(int port) {
  const int descriptor = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const bool connected = ::connect(descriptor, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
  ::close(descriptor);
  return connected;
}

}  // namespace

std::string run_program(const std::vector<std::string>& words, const std::string& input) {
  int in[2];
  int out[2];
  if (::pipe2(in, O_CLOEXEC) != 0 || ::pipe2(out, O_CLOEXEC) != 0) throw std::runtime_error("pipe");
  const pid_t process = start(words, in[0], out[1]);
  ::close(in[0]);
  ::close(out[1]);
  if (::write(in[1], input.data(), input.size()) < 0) throw std::runtime_error("write");
  ::close(in[1]);
  std::string output;
  char buffer[4096];
  for (ssize_t read; (read = ::read(out[0], buffer, sizeof buffer)) > 0;) output.append(buffer, static_cast<std::size_t>(read));
  ::close(out[0]);
  int status = 0;
  ::waitpid(process, &status, 0);
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) throw std::runtime_error(fmt::format("{} {} failed", words[0], words.size() > 1 ? words[1] : ""));
  return output;
}

Server::Server(const std::string& program, const std::filesystem::path& data, int port, const std::vector<std::string>& more) {
  const auto begun = std::chrono::steady_clock::now();
  const int silence = ::open("/dev/null", O_RDWR | O_CLOEXEC);
  std::vector<std::string> words{program, "serve", "--listen", fmt::format("127.0.0.1:{}", port), "--data", data.string()};
  words.insert(words.end(), more.begin(), more.end());
  process_ = start(words, silence, silence);
  ::close(silence);
  while (!answers(port)) {
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
    if (::waitpid(process_, nullptr, WNOHANG) == process_) throw std::runtime_error("the server did not start");
  }
  start_milliseconds_ = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begun).count();
}

Server::~Server() {
  ::kill(process_, SIGTERM);
  ::waitpid(process_, nullptr, 0);
}

double Server::memory() const {
  std::ifstream status(fmt::format("/proc/{}/status", process_));
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with("VmRSS:")) return std::stod(line.substr(6)) / 1024;
  }
  return 0;
}

void Server::wait_until_calm() const {
  constexpr auto kStep = std::chrono::seconds(3);  // longer than it waits before it begins
  constexpr double kCalm = 0.05;
  constexpr int kMostSteps = 200;
  double before = -1;
  for (int step = 0; step < kMostSteps; ++step) {
    const double used = cpu_seconds();
    if (before >= 0 && used - before < kCalm) return;
    before = used;
    std::this_thread::sleep_for(kStep);
  }
}

double Server::cpu_seconds() const {
  std::ifstream file(fmt::format("/proc/{}/stat", process_));
  std::string text((std::istreambuf_iterator<char>(file)), {});
  std::istringstream fields(text.substr(text.rfind(')') + 2));
  std::string skipped;
  for (int index = 0; index < 11; ++index) fields >> skipped;
  double user = 0;
  double system = 0;
  fields >> user >> system;
  return (user + system) / static_cast<double>(::sysconf(_SC_CLK_TCK));
}

std::string member(const std::string& json, const std::string& name) {
  const std::string start = "\"" + name + "\":\"";
  const std::size_t at = json.find(start);
  if (at == std::string::npos) throw std::runtime_error("no \"" + name + "\" in " + json.substr(0, 200));
  return json.substr(at + start.size(), json.find('"', at + start.size()) - at - start.size());
}

}  // namespace bench
