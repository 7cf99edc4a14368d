#pragma once
// How SQLite reaches its files: as always, but for the write-ahead log, of which SQLite writes the header
// and the page of each frame with a call of their own. Here frames are gathered and written together.
//
// Nothing is kept back from the disk: the gathered frames are written before anything that could see
// them, above all before the flush that a commit waits for (synchronous=FULL), and SQLite tells other
// connections of a commit only after that flush.

namespace probity::store::sqlite {

/// The name to open connections with. Registers it the first time. Any thread.
const char* log_file_system();

}  // namespace probity::store::sqlite
