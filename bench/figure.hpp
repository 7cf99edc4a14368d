#pragma once
// One line of the table: what was measured, beside its ceiling and its goal.
#include <optional>
#include <string>
#include <vector>

#include "load.hpp"

namespace bench {

struct Goal {
  double at_least = 0;                     ///< answers per second
  double p99_milliseconds = 0;             ///< at most; 0: none
  double share = 0;                        ///< of the ceiling, at least; 0: none
};

struct Figure {
  std::string work;
  double ceiling = 0;                      ///< per second; 0: there is none
  std::optional<Goal> goal = {};
  std::vector<LoadResult> rounds = {};
};

double median(std::vector<double> values);
/// The median of the rounds, one part of the result.
double median_of(const Figure& figure, double LoadResult::*part);

void print_heading();
/// Prints one line. Throws when an answer was not 2xx.
void print(const Figure& figure);

/// "met" or "missed", after what was asked for.
std::string judged(std::string goal, bool met);

}  // namespace bench
