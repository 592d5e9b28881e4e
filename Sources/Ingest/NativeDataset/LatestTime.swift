import People

/// The last moment at which an event may lie: what `dataset.yaml` declares as `events_until`, and without that a day
/// after the system's clock, because one misdated event would set the time of rankings and make adults of children.
struct LatestTime: Sendable {
  let milliseconds: Int64
  /// What is wrong with a later event.
  let fault: String

  init(declared: Timestamp?, clock: Timestamp = .now) {
    milliseconds = declared?.milliseconds ?? clock.milliseconds + 86_400_000
    fault =
      declared == nil
      ? "more than a day after this computer's clock (events_until in dataset.yaml may allow it)"
      : "later than events_until in dataset.yaml"
  }
}
