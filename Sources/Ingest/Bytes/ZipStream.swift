import CZip

/// The bytes of the only member of a zip archive; libzip verifies its checksum.
///
/// Used by one thread at a time: the reader hands it on between batches.
@safe final class ZipStream: ByteStream, @unchecked Sendable {
  private let name: String
  private let limit: Int
  private let archive: OpaquePointer
  private let member: OpaquePointer
  private var produced = 0
  private var ended = false

  init(path: String, name: String, limits: ReadLimits) throws(IngestError) {
    self.name = name
    limit = limits.decompressed
    var code: Int32 = 0
    // SAFETY: plain library calls; the archive is discarded on every way out, or in `deinit`.
    guard let archive = unsafe zip_open(path, ZIP_RDONLY, &code) else {
      throw .archive(file: name, problem: .notAnArchive)
    }
    do throws(ArchiveProblem) {
      unsafe member = try openOnlyMember(archive, limits)
      unsafe self.archive = archive
    } catch {
      // SAFETY: opened above, not kept.
      unsafe zip_discard(archive)
      throw .archive(file: name, problem: error)
    }
  }

  deinit {
    // SAFETY: closes exactly what `init` opened.
    unsafe zip_fclose(member)
    unsafe zip_discard(archive)
  }

  var consumed: Int { 0 }

  func read(_ count: Int, into buffer: inout [UInt8]) throws(IngestError) -> Bool {
    let before = buffer.count
    var filled = 0
    while filled < count && !ended {
      // Room is made step by step: a short stream does not pay for a long block.
      if buffer.count == before + filled { buffer.append(contentsOf: emptyRoom.prefix(count - filled)) }
      let place = before + filled
      let room = buffer.count - place
      // SAFETY: libzip writes at most `room` bytes from `place` on, inside the array.
      let read = unsafe buffer.withUnsafeMutableBytes { target in
        unsafe zip_fread(member, target.baseAddress.map { unsafe $0 + place }, zip_uint64_t(room))
      }
      guard read >= 0 else { throw .archive(file: name, problem: .corrupt) }
      if read == 0 { ended = true }
      filled += Int(read)
      produced += Int(read)
      guard produced <= limit else { throw .tooLarge(file: name, limit: limit) }
    }
    buffer.removeLast(buffer.count - before - filled)
    return !ended
  }
}

extension ArchiveProblem: Error {}

private func openOnlyMember(_ archive: OpaquePointer, _ limits: ReadLimits) throws(ArchiveProblem) -> OpaquePointer {
  // SAFETY: `archive` is open; names that libzip returns live as long as it.
  let entries = unsafe zip_get_num_entries(archive, 0)
  var files: [zip_uint64_t] = []
  for entry in 0..<zip_uint64_t(max(0, entries)) {
    guard let entryName = unsafe zip_get_name(archive, entry, 0) else { throw .corrupt }
    if unsafe !String(cString: entryName).hasSuffix("/") { files.append(entry) }
  }
  guard files.count == 1 else { throw .memberCount(files.count) }
  var facts = unsafe zip_stat_t()
  unsafe zip_stat_init(&facts)
  guard unsafe zip_stat_index(archive, files[0], 0, &facts) == 0 else { throw .corrupt }
  // SAFETY: fields of a structure that libzip has filled in.
  let (encryption, size, packed) = unsafe (facts.encryption_method, facts.size, facts.comp_size)
  guard encryption == UInt16(ZIP_EM_NONE) else { throw .encrypted }
  let (allowed, overflow) = max(packed, 1).multipliedReportingOverflow(by: UInt64(limits.expansion))
  guard overflow || size <= allowed else { throw .ratio(limit: limits.expansion) }
  guard let member = unsafe zip_fopen_index(archive, files[0], 0) else { throw .unsupportedCompression }
  return unsafe member
}
