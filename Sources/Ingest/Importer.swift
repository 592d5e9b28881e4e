/// Reads data of any of the known forms.
public enum Importer {
  /// - Throws: what the reader of the form throws.
  public static func read(
    _ format: ImportFormat, path: String, options: ImportOptions
  ) throws(IngestError) -> ImportResult {
    switch format {
    case .dataset: try NativeDataset.read(folder: path, options: options)
    case .sociopatterns: try SocioPatterns.read(path: path, options: options)
    case .snap: try SNAP.read(path: path, options: options)
    case .ldbcSNB: try LDBCSocialNetwork.read(path: path, options: options)
    }
  }
}
