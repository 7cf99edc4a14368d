// How well and how fast the guard finds what should not stand in text.
// Usage: guard_bench FOLDER     (the product's; tests/data and policies/guard are in it)
#include <ctime>
#include <filesystem>
#include <fstream>
#include <iterator>

#include <fmt/format.h>

#include "privacy/guard/corpus.hpp"

namespace {

using namespace probity::privacy::guard;

constexpr int kSamples = 100'000;

std::string share(int part, int whole) { return whole == 0 ? "–" : fmt::format("{:.2f} %", 100.0 * part / whole); }

void print_classes() {
  fmt::print("| text | samples | found of what was planted | samples with a wrong find |\n|---|---|---|---|\n");
  int right = 0;
  int wrong = 0;
  int planted = 0;
  for (const corpus::Class& one : corpus::classes()) {
    const corpus::Measured measured = corpus::measure(one, kSamples, Guard());
    fmt::print("| {} | {} | {} | {} ({}) |\n", one.name, measured.samples, share(measured.found, measured.planted), measured.wrong, share(measured.wrong, measured.samples));
    right += measured.found;
    wrong += measured.wrong;
    planted += measured.planted;
  }
  fmt::print("\n- over all of it: precision {}, recall {}\n", share(right, right + wrong), share(right, planted));
}

std::string read(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(stream), {});
}

/// Line by line, each as it would stand in a note.
void print_real_input(const std::filesystem::path& file, const Guard& guard) {
  const std::string text = read(file);
  int lines = 0;
  int finds = 0;
  for (std::size_t at = 0; at < text.size(); ++lines) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    finds += static_cast<int>(guard.look(std::string_view(text).substr(at, end - at), Kinds::all()).size());
    at = end + 1;
  }
  fmt::print("- real input, {}: {} lines, {} finds (none is in it)\n", file.filename().string(), lines, finds);
}

void print_speed(std::string_view name, std::string_view text, const Guard& guard) {
  const int kRounds = text.size() > 5000 ? 200 : 20'000;
  std::size_t finds = 0;
  const std::clock_t begun = std::clock();
  for (int round = 0; round < kRounds; ++round) finds += guard.look(text, Kinds::all()).size();
  const double nanoseconds = 1e9 * static_cast<double>(std::clock() - begun) / CLOCKS_PER_SEC / kRounds;
  fmt::print("- {} ({} bytes, {} finds): {:.2f} us of CPU\n", name, text.size(), finds / static_cast<std::size_t>(kRounds), nanoseconds / 1000);
}

}  // namespace

int main(int count, char** arguments) {
  const std::filesystem::path product = count > 1 ? arguments[1] : ".";
  const auto words = HealthWords::load(product / "policies/guard");
  if (!words) return 1;
  const Guard guard(*words);
  print_classes();
  for (const char* file : {"people.csv", "offices.csv"}) print_real_input(product / "tests/data" / file, guard);
  const std::string note = "Spoke with Maria about the renewal on 22 November. She wants the offer in writing, with the discount we discussed, and asks that we call her "
                           "colleague in Lyon as well. Next step: send the quote by Friday, then a reminder in two weeks. Budget is fixed at 12,500 EUR until March 2027.";
  print_speed("a name", "Lovelace", guard);
  print_speed("a note without numbers that matter", note, guard);
  print_speed("a note with a card and an IBAN", note + " Card 4111 1111 1111 1111, DE89 3704 0044 0532 0130 00.", guard);
  std::string digits;
  while (digits.size() < 10'000) digits += "4111 ";
  print_speed("a row of groups that all look like cards", digits, guard);
  return 0;
}
