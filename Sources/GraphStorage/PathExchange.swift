#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Exchanges the names of two files or folders of one file system in one step: at no moment is either name missing.
/// - Throws: `FileError`, among others EINVAL or ENOSYS where the system cannot do it; nothing has changed then.
public func exchangePaths(_ one: String, _ other: String) throws(FileError) {
  #if canImport(Glibc)
    // Glibc's module does not show `renameat2`, because only some of the systems it stands for have it.
    typealias RenameAt2 = @convention(c) (Int32, UnsafePointer<CChar>, Int32, UnsafePointer<CChar>, UInt32) -> Int32
    let exchange: UInt32 = 2
    // SAFETY: the symbol of the running process, where it has one, is the C function of that name and type
    // (renameat2(2), Linux 3.15, glibc 2.28); the strings outlive the call.
    guard let symbol = unsafe dlsym(nil, "renameat2") else { throw .system(call: "rename", path: other, code: ENOSYS) }
    let renameAt2 = unsafe unsafeBitCast(symbol, to: RenameAt2.self)
    let result = unsafe renameAt2(AT_FDCWD, one, AT_FDCWD, other, exchange)
  #else
    // SAFETY: a plain system call; the strings outlive it.
    let result = unsafe renamex_np(one, other, UInt32(RENAME_SWAP))
  #endif
  guard result == 0 else { throw .system(call: "rename", path: other, code: errno) }
}
