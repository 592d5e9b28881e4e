extension EgoPicture {
  /// The picture as a file: document, engine by size, layout in a child process.
  /// - Parameters:
  ///   - kith: the path of Kith's own binary, whose hidden subcommand `layout` calls `LayoutChild.main`.
  ///   - isCancelled: asked every 10 ms; true ends the child.
  /// - Returns: the file's bytes; equal pictures give equal bytes where the same fonts are installed.
  /// - Throws: `invalidPicture`, `tooLarge` (before anything is started), and what `LayoutProcess.run` throws.
  public func drawn(
    as format: PictureFormat, kith: String, deadlineSeconds: Double = 60, isCancelled: () -> Bool = { false }
  ) throws(PictureError) -> [UInt8] {
    let engine = try LayoutEngine.chosen(nodes: nodes.count, edges: edges.count)
    let document = try EgoDrawing.document(for: self)
    let process = LayoutProcess(kith: kith, engine: engine, format: format, deadlineSeconds: deadlineSeconds)
    return try process.run(dot: document.text, isCancelled: isCancelled)
  }
}
