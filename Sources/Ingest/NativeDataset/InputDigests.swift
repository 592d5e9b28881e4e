import Dispatch
import GraphStorage
import People
import Synchronization

/// SHA-256 of the input files, reckoned beside the reading where there is a thread for it.
final class InputDigests: Sendable {
  struct Digest: Sendable {
    let bytes: Int
    let sha256: String
  }

  private let files: [InputFile]
  private let results = Mutex<[Result<Digest, IngestError>]>([])
  private let done = DispatchGroup()

  /// - Parameter files: of which pipes are left out: they are digested while they are read.
  init(_ files: [InputFile], threads: ThreadCount) {
    self.files = files.filter { $0.form != .pipe }
    if threads.value == 1 {
      run()
    } else {
      DispatchQueue.global().async(group: done) { self.run() }
    }
  }

  /// Waits for the digests, in the order of the files, without pipes.
  func get() throws(IngestError) -> [Digest] {
    done.wait()
    var digests: [Digest] = []
    for result in results.withLock({ $0 }) { digests.append(try result.get()) }
    return digests
  }

  private func run() {
    for file in files {
      let result: Result<Digest, IngestError>
      do throws(IngestError) {
        let stamp = try file.stamp()
        let mapped = try file.map()
        let digest = Digest(bytes: mapped.count, sha256: ContentDigest.of(mapped).description)
        try file.requireUnchanged(since: stamp)
        result = .success(digest)
      } catch {
        result = .failure(error)
      }
      results.withLock { $0.append(result) }
    }
  }
}
