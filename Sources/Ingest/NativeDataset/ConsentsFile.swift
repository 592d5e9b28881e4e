import People
import Privacy

extension OpenTable {
  /// consents.csv. `granted` is a yes or no, or `presumed`: kept as it is, and counted as no consent.
  func consents(
    _ people: IDTable, _ rejects: inout RejectLog, progress: (ReadingStep) -> Void
  ) throws(IngestError) -> [ConsentStatement] {
    let (who, what, answer) = (required("person"), required("purpose"), required("granted"))
    let (time, version, times) = (optional("time"), optional("version"), times)
    return try rows(&rejects, progress: progress) { bytes, record throws(FieldFault) in
      let person = try record.person(who, in: bytes, people)
      if record.isEmpty(what) { throw FieldFault(.emptyValue, what) }
      guard let purpose = Purpose(rawValue: record.text(what, in: bytes)) else {
        throw FieldFault("unknown purpose", what)
      }
      return ConsentStatement(
        person: person, purpose: purpose, answer: try record.answer(answer, in: bytes),
        time: try record.optionalTime(time, in: bytes, times), version: record.optionalText(version, in: bytes))
    }
  }
}

extension Record {
  fileprivate borrowing func answer(_ cell: Int, in bytes: Span<UInt8>) throws(FieldFault) -> ConsentStatement.Answer {
    do throws(RejectReason) {
      return try withCell(cell, in: bytes) { text throws(RejectReason) in try FieldParsing.boolean(text) }
        ? .granted : .denied
    } catch {
      if text(cell, in: bytes).lowercased() == "presumed" { return .presumed }
      throw FieldFault(error == .emptyValue ? error : .phrase("neither yes, no nor presumed"), cell)
    }
  }
}
