#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The most memory that this process has held at once, in bytes.
public func peakMemoryBytes() -> Int {
  var usage = rusage()
  // SAFETY: `getrusage` fills the structure whose address it is given.
  guard unsafe getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage) == 0 else { return 0 }
  return usage.ru_maxrss * 1024
}

/// The memory of this machine, in bytes.
public func physicalMemoryBytes() -> Int {
  sysconf(Int32(_SC_PHYS_PAGES)) * sysconf(Int32(_SC_PAGESIZE))
}
