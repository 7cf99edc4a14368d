#include "figure.hpp"

#include <algorithm>
#include <cstdio>
#include <stdexcept>

#include <fmt/format.h>

namespace bench {
namespace {

std::string judgement(const Figure& figure) {
  if (!figure.goal) return {};
  const Goal& goal = *figure.goal;
  std::vector<std::string> parts;
  const auto judge = [&](std::string text, bool met) { parts.push_back(judged(std::move(text), met)); };
  const double rate = median_of(figure, &LoadResult::per_second);
  if (goal.at_least > 0) judge(fmt::format("{:.0f}/s", goal.at_least), rate >= goal.at_least);
  if (goal.p99_milliseconds > 0) judge(fmt::format("p99 {:.0f} ms", goal.p99_milliseconds), median_of(figure, &LoadResult::p99_milliseconds) <= goal.p99_milliseconds);
  if (goal.share > 0) judge(fmt::format("share {:.2f}", goal.share), rate >= goal.share * figure.ceiling);
  return fmt::format("{}", fmt::join(parts, "; "));
}

}  // namespace

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

double median_of(const Figure& figure, double LoadResult::*part) {
  std::vector<double> values;
  for (const LoadResult& round : figure.rounds) values.push_back(round.*part);
  return median(std::move(values));
}

std::string judged(std::string goal, bool met) { return fmt::format("{}: {}", goal, met ? "met" : "**missed**"); }

void print_heading() {
  fmt::print("| work | rate | p50 ms | p99 ms | worst ms | share of raw SQLite, one thread | generator's CPU | goal |\n|---|---|---|---|---|---|---|---|\n");
}

void print(const Figure& figure) {
  for (const LoadResult& round : figure.rounds) {
    if (round.refused > 0) throw std::runtime_error(fmt::format("{}: {} answers were refused, the first: {}", figure.work, round.refused, round.first_refusal));
  }
  const double rate = median_of(figure, &LoadResult::per_second);
  fmt::print("| {} | {:.0f}/s | {:.2f} | {:.2f} | {:.1f} | {} | {:.0f} % | {} |\n", figure.work, rate, median_of(figure, &LoadResult::p50_milliseconds),
             median_of(figure, &LoadResult::p99_milliseconds), median_of(figure, &LoadResult::worst_milliseconds),
             figure.ceiling > 0 ? fmt::format("{:.2f} of {:.0f}/s", rate / figure.ceiling, figure.ceiling) : "–",
             100 * median_of(figure, &LoadResult::generator_share), judgement(figure));
  std::fflush(stdout);
}

}  // namespace bench
