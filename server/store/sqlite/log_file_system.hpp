#pragma once
// How SQLite reaches its files: as always, but for the write-ahead log, of which SQLite writes the header
// and the page of each frame with a call of their own. Here frames are gathered and written together.
//
// Nothing is kept back from the system: the gathered frames are written before anything that could see
// them, above all where SQLite flushes the log for a commit (synchronous=FULL), and it tells other
// connections of a commit only after that.

namespace probity::store::sqlite {

/// While it lives, a commit of this thread leaves the flush of the log to whoever must answer for it, who
/// then calls fdatasync on the log before telling anybody of the commit.
class FlushLater {
 public:
  FlushLater();
  ~FlushLater();
  FlushLater(const FlushLater&) = delete;
  FlushLater& operator=(const FlushLater&) = delete;
};

/// The name to open connections with. Registers it the first time. Any thread.
const char* log_file_system();

}  // namespace probity::store::sqlite
