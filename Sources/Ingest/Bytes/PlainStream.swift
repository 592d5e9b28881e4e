/// The bytes of a pipe as they are.
final class PlainStream: ByteStream, @unchecked Sendable {
  private let input: StoredBytes
  private let name: String
  private let limit: Int

  init(_ input: StoredBytes, name: String, limits: ReadLimits) {
    (self.input, self.name, limit) = (input, name, limits.decompressed)
  }

  var consumed: Int { input.consumed }

  func read(_ count: Int, into buffer: inout [UInt8]) throws(IngestError) -> Bool {
    var missing = count
    while missing > 0 {
      guard try input.available() > 0 else { return false }
      let taken = input.withBytes(missing) { bytes in
        for index in bytes.indices { buffer.append(bytes[index]) }
        return bytes.count
      }
      input.consume(taken)
      missing -= taken
      guard input.consumed <= limit else { throw .tooLarge(file: name, limit: limit) }
    }
    return true
  }
}
