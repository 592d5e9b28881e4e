/// Which files of a folder are contacts and metadata, by their names.
enum SocioPatternsFiles {
  static func find(_ path: String, labels: String?) throws(IngestError) -> (contacts: InputFile, metadata: InputFile?) {
    guard isReachable(path) else { throw .notFound(file: path) }
    let named = labels.map { InputFile(path: $0) }
    if !isFolder(path) {
      let contacts = InputFile(path: path)
      if let named { return (contacts, named) }
      let (folder, name) = splitPath(path)
      let found = (try? fileNames(in: folder)) ?? []
      let beside = found.filter { isMetadata($0) && stem($0, before: "metadata") == stem(name, before: "tij") }
      return (contacts, beside.count == 1 ? InputFile(path: "\(folder)/\(beside[0])") : nil)
    }
    let names = try fileNames(in: path)
    let contacts = names.filter(isContacts)
    guard let first = contacts.first else { throw .notFound(file: "\(path)/*tij*.dat") }
    if contacts.count > 1 { throw several("files of contacts", contacts, path) }
    if let named { return (InputFile(path: "\(path)/\(first)"), named) }
    let metadata = names.filter(isMetadata)
    if metadata.count > 1 { throw several("files of metadata", metadata, path) }
    return (InputFile(path: "\(path)/\(first)"), metadata.first.map { InputFile(path: "\(path)/\($0)") })
  }

  private static func isContacts(_ name: String) -> Bool {
    let plain = withoutCompression(name).lowercased()
    return plain.contains("tij") && plain.hasSuffix(".dat")
  }

  private static func isMetadata(_ name: String) -> Bool {
    let plain = withoutCompression(name).lowercased()
    return plain.contains("metadata") && plain.hasSuffix(".txt")
  }

  /// What stands before a word in a name; nil where the word is not in it.
  private static func stem(_ name: String, before word: String) -> String? {
    let name = Array(name.lowercased().utf8)
    let word = Array(word.utf8)
    guard name.count >= word.count else { return nil }
    for start in 0...(name.count - word.count) where Array(name[start..<(start + word.count)]) == word {
      return String(decoding: name[..<start], as: UTF8.self)
    }
    return nil
  }

  private static func several(_ what: String, _ names: [String], _ folder: String) -> IngestError {
    .document(
      file: folder, line: 0, column: 0,
      problem: "several \(what): \(names.joined(separator: ", ")); give the path of one of them")
  }
}
