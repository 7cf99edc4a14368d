#pragma once
// Which times a rule of recurrence (RFC 5545, section 3.3.10) makes of a first one, on a wall clock. Zones are
// for whoever asks: a meeting at ten stays at ten whatever the clock there is set to.
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.hpp"

struct icalrecurrencetype;  // the library's name for a rule

namespace probity::formats {

/// Seconds since 1970-01-01T00:00:00 as the clock on the wall shows them.
using WallSeconds = std::int64_t;

/// Immutable and cheap to copy.
class Recurrence {
 public:
  /// `rule` as in a file, with or without "RRULE:". An UNTIL in UTC is read on the wall clock of `time_zone`, one that
  /// is a date includes that day. Rules that repeat within a day by FREQ, or by the minute, are refused: nobody meets
  /// so often, and going through them would take for ever. Errors: "invalid_recurrence", "too_frequent".
  static Result<Recurrence> parse(std::string_view rule, std::string_view time_zone);

  /// Visits the times from `from` on, in order, `first` itself among them, until `visit` returns false. False where a
  /// limit was reached before the rule's end: a rule that goes on and hardly ever matches.
  bool each(WallSeconds first, WallSeconds from, const std::function<bool(WallSeconds)>& visit) const;

  /// Whether the rule says when it is over, by COUNT or UNTIL.
  bool ends() const;
  /// How many times it makes, the first included; 0 where it does not say.
  int count() const;
  /// The rule in upper case, without prefix; with another COUNT where `count` is not 0.
  std::string text(int count = 0) const;

 private:
  Recurrence(std::shared_ptr<const icalrecurrencetype> rule, std::string text) : rule_(std::move(rule)), text_(std::move(text)) {}
  std::shared_ptr<const icalrecurrencetype> rule_;
  std::string text_;
};

}  // namespace probity::formats
