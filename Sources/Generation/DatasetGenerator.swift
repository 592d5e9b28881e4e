import GraphStorage

/// Writes an invented population in the native form of a dataset folder.
///
/// The model in short: people live in cities and meet in households, teams, school classes, clubs and circles of one
/// age; friendships arise there, by wide picks in proportion to sociability, and between friends of friends; contact
/// comes in conversations, by the rhythm of day and week, on ties whose strengths are heavy-tailed.
public enum DatasetGenerator {
  /// Writes all files to `folder`.
  ///
  /// The bytes depend on `parameters` only: not on the number of threads, nor on the day. The folder appears whole
  /// or not at all.
  ///
  /// - Parameters:
  ///   - folder: made when missing, parents too; an empty one is filled.
  ///   - overwrite: replaces the files of a folder that this function wrote before; its other files stay. A
  ///     non-empty folder without the first line of `dataset.yaml` that marks generated ones is never replaced.
  /// - Returns: rows and bytes of each file.
  /// - Throws: `GenerationError`; what was on disk before is then still there.
  /// - Complexity: O(people + ties · log ties + events · log events); about 30 bytes an event and 300 a person in
  ///   memory at the peak.
  public static func write(
    _ parameters: GeneratorParameters, to folder: String, overwrite: Bool = false, threads: ThreadCount
  ) throws(GenerationError) -> GenerationSummary {
    try parameters.validate()
    let output = try OutputFolder(folder, overwrite: overwrite)
    do throws(GenerationError) {
      let dataset = Dataset(parameters, threads: threads)
      try output.write("dataset.yaml", text: dataset.yaml)
      try dataset.writePeople(to: output, threads: threads)
      try dataset.writeFriendships(to: output, threads: threads)
      try dataset.writeFollows(to: output, threads: threads)
      try dataset.writeBlocks(to: output, threads: threads)
      try dataset.writeGroups(to: output, threads: threads)
      try dataset.writeTags(to: output, threads: threads)
      try dataset.writeContacts(to: output, threads: threads)
      try dataset.writeEvents(to: output, threads: threads)
      try dataset.writeConsents(to: output, threads: threads)
      let tables = output.written.filter { $0.name != "dataset.yaml" }
      try output.write("README.md", text: dataset.readme(tables))
      try output.publish()
    } catch {
      output.discard()
      throw error
    }
    return GenerationSummary(folder: folder, files: output.written)
  }
}
