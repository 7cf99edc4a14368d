#pragma once
// What the process asks of the kernel for its own protection.
#include <cstddef>

namespace probity {

/// No memory of this program is ever written to a core file, and no other program of the same user may look into it: keys
/// and records are in there. Call it first of all.
void hide_memory();

/// Lets the program hold as many connections as the system permits it; how many files it may have open now.
std::size_t raise_file_limit();

}  // namespace probity
