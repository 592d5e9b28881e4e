/// The post at the root of each comment. A circle of comments has none, nor have those that hang on one.
///
/// What was found for a comment is kept for all on the way to it, so that all questions together cost O(comments).
struct LDBCRoots {
  private let parents: [Int64: Int64]
  /// Nil for comments that are known to have no post.
  private var known: [Int64: Int64?]
  /// How many comments were stepped over in all.
  private(set) var steps = 0

  /// - Parameters:
  ///   - posts: for comments that answer a post, that post.
  ///   - parents: for comments that answer a comment, that comment. A post goes before it.
  init(posts: [Int64: Int64], parents: [Int64: Int64]) {
    self.parents = parents
    known = posts.mapValues { $0 }
  }

  mutating func post(of comment: Int64) -> Int64? {
    var way: [Int64] = []
    var at = comment
    var post: Int64?
    while true {
      if let answer = known[at] {
        post = answer
        break
      }
      // Until the way ends, no comment on it has a post: coming back to one closes a circle.
      known[at] = .some(nil)
      way.append(at)
      guard let above = parents[at] else { break }
      at = above
    }
    steps += way.count
    for passed in way { known[passed] = .some(post) }
    return post
  }
}
