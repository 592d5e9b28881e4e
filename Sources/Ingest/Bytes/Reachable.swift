#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

let noSuchFile = ENOENT

/// True when something stands at `path`, readable or not.
func isReachable(_ path: String) -> Bool {
  // SAFETY: a plain system call on a NUL-terminated copy of the path.
  unsafe access(path, F_OK) == 0
}
