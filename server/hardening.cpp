#include "hardening.hpp"

#include <sys/prctl.h>
#include <sys/resource.h>

namespace probity {

void hide_memory() {
  const rlimit none{.rlim_cur = 0, .rlim_max = 0};
  ::setrlimit(RLIMIT_CORE, &none);
  // Where the kernel hands core dumps to a program, the limit alone does not hold.
  ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
}

std::size_t raise_file_limit() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return 1024;
  const rlimit raised{.rlim_cur = limit.rlim_max, .rlim_max = limit.rlim_max};
  return ::setrlimit(RLIMIT_NOFILE, &raised) == 0 ? raised.rlim_cur : limit.rlim_cur;
}

}  // namespace probity
