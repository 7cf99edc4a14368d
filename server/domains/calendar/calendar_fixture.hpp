#pragma once
// A workspace in Berlin with the rules of the calendar, for tests.
#include "domains/calendar/api.hpp"
#include "domains/notices/api.hpp"
#include "records/test_workspace.hpp"

namespace probity::calendar {

using records::expect_value;

class CalendarTest : public testing::Test {
 protected:
  CalendarTest() : workspace({.model = records::product_model(), .add_hooks = add_all}) { watch(); }

  static void add_all(records::Hooks& hooks) {
    notices::add_hooks(hooks);
    add_hooks(hooks, [](const Id&) { return std::string("Ada"); });
  }
  /// After a restart too.
  void watch() {
    reminders.reset();
    reminders = std::make_unique<Reminders>(*workspace.jobs, *workspace.records);
  }
  /// Seconds from now, as the API takes a time.
  static std::string in(std::int64_t seconds) { return format_timestamp((now() / kSecond + seconds) * kSecond); }
  std::int64_t count(std::string_view kind) { return workspace.count("notification", store::Condition::equals("kind", cell(kind))); }
  void run_due() { expect_value(workspace.jobs->run_due("acme")); }
  /// The program's clock goes on.
  struct Later {
    explicit Later(std::int64_t seconds) : before(clock_shift()) { expect_value(shift_clock(format_duration_seconds(before / kSecond + seconds))); }
    ~Later() { expect_value(shift_clock(format_duration_seconds(before / kSecond))); }
    Timestamp before;
  };

  const Id ada = Id::make();
  const Id bob = Id::make();
  records::TestWorkspace workspace;
  std::unique_ptr<Reminders> reminders;
};

}  // namespace probity::calendar
